import { type Check, type Environment, type Finding, read } from '../check.ts'

/** Variables that hold an address, and what stands behind it. */
const ADDRESSES: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'the collector',
  TEMPO_ENDPOINT: 'the trace backend',
  PROMETHEUS_ENDPOINT: 'the metrics backend',
}
/** The registered port of the other protocol: the usual mix-up. */
const FOREIGN_PORT: Readonly<Record<string, string>> = { grpc: '4318', 'http/protobuf': '4317' }

/** Every address is a URL, its host has an address, and the port is the one of the protocol. */
export const endpoints: Check = async ({ environment, resolve }) => {
  const findings: Finding[] = []
  for (const [name, what] of Object.entries(ADDRESSES)) {
    const value = read(environment, name)
    if (value === undefined) continue
    findings.push(await lookAt(name, what, value, environment, resolve))
  }
  return findings.length > 0
    ? findings
    : [{ id: 'endpoints', status: 'ok', message: 'no address is set: the defaults on loopback are used' }]
}

async function lookAt(
  name: string,
  what: string,
  value: string,
  environment: Environment,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<Finding> {
  const id = 'endpoints'
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      id,
      status: 'fail',
      message: `${name} is no http or https URL (${value.length} characters)`,
      hint: `Write ${name} like http://collector:4317.`,
    }
  if (url.username || url.password)
    return {
      id,
      status: 'warn',
      message: `${name} has a user name or password in it, which ends up in logs`,
      hint: `Move it to ${name.replace('_ENDPOINT', '_AUTHORIZATION')}.`,
    }
  const protocol = read(environment, 'OTEL_EXPORTER_OTLP_PROTOCOL') ?? 'grpc'
  if (name === 'OTEL_EXPORTER_OTLP_ENDPOINT' && url.port === FOREIGN_PORT[protocol])
    return {
      id,
      status: 'fail',
      message: `${name} has port ${url.port}, and OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}`,
      hint: 'gRPC is 4317, HTTP is 4318: change one of the two.',
    }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  try {
    const addresses = await resolve(host)
    return { id, status: 'ok', message: `${name}: ${what} at ${url.host} (${addresses.join(', ')})` }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer'
    return {
      id,
      status: 'fail',
      message: `${name}: the name ${host} has no address (${code})`,
      hint: host.endsWith('.railway.internal')
        ? 'Private names exist only inside the project and environment, and not while building.'
        : 'Correct the name, or start what it names.',
    }
  }
}
