import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, read } from '../environment.ts'

/**
 * Resource attributes of this process. `OTEL_RESOURCE_ATTRIBUTES` wins over what is found here, except that
 * `OTEL_SERVICE_NAME` names the service, as the specification has it.
 *
 * @param job name of a short process: it is the instance, so that every run continues the series of the last
 */
export function resourceAttributes(
  env: Environment,
  given: Readonly<Record<string, string>>,
  directory: string,
  job?: string,
): Record<string, string> {
  const found: Record<string, string | undefined> = {
    'service.name': 'ticketcap',
    'service.version': read(env, 'serviceVersion') ?? read(env, 'commit') ?? packageVersion(directory),
    'service.instance.id': job ?? randomUUID(),
    'deployment.environment.name': read(env, 'deployment') ?? read(env, 'nodeEnvironment') ?? 'development',
    'telemetry.sdk.language': 'nodejs',
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    ...given,
  }
  const serviceName = read(env, 'serviceName')
  if (serviceName !== undefined) found['service.name'] = serviceName
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

function packageVersion(directory: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      version?: unknown
    }
    return typeof version === 'string' ? version : undefined
  } catch {
    // An app started from a directory without a readable package.json has no version to tell.
    return undefined
  }
}
