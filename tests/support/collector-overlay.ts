import type { Backend } from './running-collector.ts'

/** Where a collector listens, and how it reaches this machine. */
export interface Addresses {
  /** The name of this machine to the collector. */
  readonly host: string
  readonly grpcAddress: string
  readonly httpAddress: string
}

const TAKES_A_SINK = /^(otlp_http|otlphttp)(\/|$)/

/**
 * The argument of `--config` that gives a configuration the addresses of a test: its OTLP receiver's, those of the
 * backends in the place of its exporters, and no port for metrics of its own.
 *
 * @throws Error when an exporter is not of a type that a sink can take the place of
 */
export function collectorOverlay(
  {
    receiver = 'otlp',
    exporters = {},
    overlay = {},
  }: {
    readonly receiver?: string
    readonly exporters?: Readonly<Record<string, Backend>>
    readonly overlay?: Readonly<Record<string, unknown>>
  },
  { host, grpcAddress, httpAddress }: Addresses,
): string {
  for (const id of Object.keys(exporters)) {
    if (TAKES_A_SINK.test(id)) continue
    throw new Error(`exporters › ${id}: a sink takes OTLP over HTTP. Name an exporter of type otlp_http.`)
  }
  const protocols = { grpc: { endpoint: grpcAddress }, http: { endpoint: httpAddress } }
  const addresses = {
    receivers: { [receiver]: { protocols } },
    exporters: Object.fromEntries(
      Object.entries(exporters).map(([id, { port, otlpPath = '' }]) => {
        const endpoint = `http://${host}:${port}${otlpPath}`
        // An address for one signal would win over the common one.
        return [
          id,
          { endpoint, traces_endpoint: `${endpoint}/v1/traces`, metrics_endpoint: `${endpoint}/v1/metrics` },
        ]
      }),
    ),
    service: { telemetry: { metrics: { level: 'none' } } },
  }
  // A dollar is the collector's sign for a variable; the values of a test are meant as they are.
  return `yaml:${JSON.stringify(merged(addresses, overlay)).replaceAll('$', '$$$$')}`
}

type Map = Readonly<Record<string, unknown>>

function merged(below: Map, above: Map): Map {
  const all = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = all[key]
    all[key] = isMap(under) && isMap(value) ? merged(under, value) : value
  }
  return all
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
