/** The class that `pg-pool` exports, as far as it is needed here. */
export interface PoolClass {
  readonly prototype: { connect(this: { readonly options?: PoolOptions }, ...args: unknown[]): unknown }
}

interface PoolOptions {
  connectionString?: string
  host?: string
  port?: number
  database?: string
}

/**
 * Gives pools that are opened by a connection string the name they have otherwise, `host:port/database`.
 *
 * The instrumentation names a pool by its options and does not look into the connection string: every such pool would be
 * called `unknown_host:unknown_port/unknown_database`, and an app with two would see their sum. Call it after the
 * instrumentation is in place, which reads the options when a connection is taken. The driver prefers what stands in the
 * connection string, so nothing connects elsewhere.
 */
export function namePools({ prototype }: PoolClass): void {
  const { connect } = prototype
  prototype.connect = function connectNamed(...args) {
    if (this.options !== undefined) nameFrom(this.options)
    return connect.apply(this, args)
  }
}

function nameFrom(options: PoolOptions): void {
  const { connectionString, host } = options
  if (host !== undefined || !connectionString || !URL.canParse(connectionString)) return
  const url = new URL(connectionString)
  options.host = url.hostname
  options.port = Number(url.port || 5432)
  options.database = url.pathname.slice(1)
}
