import { type Check, type Finding, read } from '../check.ts'

/** Seconds between SIGTERM and SIGKILL: decision wait and delivery of what it releases. */
const DRAINING_SECONDS = 45
/** Seconds for the requests of an app that is told to stop, before it sends what it has. */
const LAST_REQUESTS_SECONDS = 12
/** `SIDECAR_SHUTDOWN_TIMEOUT` of an app that does not set it. */
const DEFAULT_SHUTDOWN_MILLIS = 3000
/** A collector stops within seconds, or within half a minute when its backends hang, and then starts. */
const COLLECTOR_AWAY_MILLIS = 30_000
/** Services that `.railway/railway.ts` calls so. */
const COLLECTOR = 'collector'
const CRON = 'collect-metrics'

/** What makes a deployment on Railway lose data or stay silent, as far as it shows from inside a service. */
export const railway: Check = async ({ environment, target }) => {
  if (target !== 'railway') return []
  const id = 'railway'
  if (read(environment, 'RAILWAY_SERVICE_NAME') === undefined)
    return [
      {
        id,
        status: 'skip',
        message:
          'this is no service of a Railway project: run `railway ssh` and then doctor, or `railway run`',
      },
    ]
  const findings =
    environment.RAILWAY_SERVICE_NAME === COLLECTOR ? collectorTraps(environment) : appTraps(environment)
  return findings.length > 0
    ? findings.map((finding) => ({ id, ...finding }))
    : [{ id, status: 'ok', message: `${environment.RAILWAY_SERVICE_NAME}: none of the known traps` }]
}

type Environment = Parameters<Check>[0]['environment']
type Trap = Omit<Finding, 'id'>

function collectorTraps(environment: Environment): Trap[] {
  const traps: Trap[] = []
  const draining = Number(read(environment, 'RAILWAY_DEPLOYMENT_DRAINING_SECONDS') ?? 0)
  if (draining < DRAINING_SECONDS)
    traps.push({
      status: 'fail',
      message: `RAILWAY_DEPLOYMENT_DRAINING_SECONDS is ${draining}: a redeploy kills what waits for its decision`,
      hint: 'Set it to 60, as .railway/railway.ts does: doctor sees variables, and no setting of the dashboard.',
    })
  for (const name of ['SIDECAR_HOST', 'SIDECAR_HEALTH_HOST'])
    if (read(environment, name) !== '[::]')
      traps.push({
        status: 'fail',
        message: `${name} is not [::]: the private network may be IPv6 only`,
        hint: `Set ${name}=[::], which listens on both.`,
      })
  const health = read(environment, 'SIDECAR_HEALTH_PORT') ?? '13133'
  if (read(environment, 'PORT') !== health)
    traps.push({
      status: 'fail',
      message: `PORT is ${read(environment, 'PORT') ?? 'not set'}, the health check listens on ${health}`,
      hint: `Set PORT=${health}: Railway asks for the health check there.`,
    })
  if (read(environment, 'RAILWAY_VOLUME_MOUNT_PATH') === undefined)
    traps.push({
      status: 'warn',
      message: 'no volume: what waits in the queues is lost at every redeploy',
      hint: 'Mount a volume at /var/lib/otelcol.',
    })
  else if (read(environment, 'RAILWAY_RUN_UID') !== '0')
    traps.push({
      status: 'fail',
      message: 'a volume is mounted as root and RAILWAY_RUN_UID is not 0: uid 10001 cannot write to it',
      hint: 'Set RAILWAY_RUN_UID=0.',
    })
  if (read(environment, 'RAILWAY_PUBLIC_DOMAIN') !== undefined)
    traps.push({
      status: 'fail',
      message: 'the collector has a public domain',
      hint: 'Remove it: the app reaches the collector over the private network.',
    })
  return traps
}

function appTraps(environment: Environment): Trap[] {
  const traps: Trap[] = []
  const endpoint = read(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT')
  if (endpoint === undefined)
    traps.push({
      status: 'fail',
      message: 'OTEL_EXPORTER_OTLP_ENDPOINT is not set: nothing listens on the loopback of this service',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Railway's own reference syntax
      hint: 'Set it to http://${{collector.RAILWAY_PRIVATE_DOMAIN}}:4317.',
    })
  else if (!endpoint.includes('.railway.internal'))
    traps.push({
      status: 'warn',
      message:
        "OTEL_EXPORTER_OTLP_ENDPOINT is not on the private network: a public address, or what Railway's own tracing sets where nobody else did",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Railway's own reference syntax
      hint: 'Use http://${{collector.RAILWAY_PRIVATE_DOMAIN}}:4317: it is encrypted, costs no egress, and keeps Railway from setting its own.',
    })
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'])
    if (read(environment, name) !== undefined)
      traps.push({
        status: 'warn',
        message: `${name} is set: that signal goes past OTEL_EXPORTER_OTLP_ENDPOINT`,
        hint: `Unset ${name}, unless it is an address of the collector.`,
      })
  if (/(^|,)\s*authorization\s*=/i.test(read(environment, 'OTEL_EXPORTER_OTLP_HEADERS') ?? ''))
    traps.push({
      status: 'fail',
      message: 'OTEL_EXPORTER_OTLP_HEADERS has an authorization, so SIDECAR_TOKEN is not sent',
      hint: 'Unset OTEL_EXPORTER_OTLP_HEADERS: the collector asks for SIDECAR_TOKEN.',
    })
  // A job that ends by itself is not told to stop.
  return environment.RAILWAY_SERVICE_NAME === CRON ? traps : [...traps, ...endTraps(environment)]
}

/** What a redeploy of the app loses. */
function endTraps(environment: Environment): Trap[] {
  const traps: Trap[] = []
  const draining = Number(read(environment, 'RAILWAY_DEPLOYMENT_DRAINING_SECONDS') ?? 0)
  const shutdown = Number(read(environment, 'SIDECAR_SHUTDOWN_TIMEOUT') ?? DEFAULT_SHUTDOWN_MILLIS)
  if (draining < shutdown / 1000 + LAST_REQUESTS_SECONDS)
    traps.push({
      status: 'warn',
      message: `RAILWAY_DEPLOYMENT_DRAINING_SECONDS is ${draining}: the last spans of a deployment are lost`,
      hint: `Set it to 60, as .railway/railway.ts does, or to ${LAST_REQUESTS_SECONDS} s more than SIDECAR_SHUTDOWN_TIMEOUT: doctor sees variables, and no setting of the dashboard.`,
    })
  if (shutdown < COLLECTOR_AWAY_MILLIS)
    traps.push({
      status: 'warn',
      message: `SIDECAR_SHUTDOWN_TIMEOUT is ${shutdown} ms: where one push deploys app and collector, what the app has left is lost`,
      hint: 'Set it to 35000, as .railway/railway.ts does.',
    })
  return traps
}
