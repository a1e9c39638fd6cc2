import { type Check, type Finding, read } from '../check.ts'

/** Seconds between SIGTERM and SIGKILL: decision wait and delivery of what it releases. */
const DRAINING_SECONDS = 45
/** The service that `.railway/railway.ts` calls so. */
const COLLECTOR = 'collector'

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
      hint: 'Apply .railway/railway.ts, or set draining to 60 s in the service settings.',
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
      message: 'OTEL_EXPORTER_OTLP_ENDPOINT is not on the private network',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Railway's own reference syntax
      hint: 'Use ${{collector.RAILWAY_PRIVATE_DOMAIN}}: it is encrypted and costs no egress.',
    })
  const draining = Number(read(environment, 'RAILWAY_DEPLOYMENT_DRAINING_SECONDS') ?? 0)
  if (draining < 15)
    traps.push({
      status: 'warn',
      message: `RAILWAY_DEPLOYMENT_DRAINING_SECONDS is ${draining}: the last spans of a deployment are lost`,
      hint: 'Set draining to 30 s in the service settings.',
    })
  return traps
}
