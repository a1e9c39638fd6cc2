import { join } from 'node:path'
import { SidecarError } from '../errors.ts'
import { ROOT } from '../root.ts'
import { type Output, paintFor } from '../terminal/colour.ts'
import { type Change, planChanges } from './plan.ts'
import { readRuleGroups } from './rule-groups.ts'
import { connectRuler } from './ruler.ts'

/** How `sidecar alerts push` was called. */
export interface PushOptions {
  namespace: string
  write: boolean
  json: boolean
  environment: NodeJS.ProcessEnv
}

/** Differences were shown, not applied. */
const DIFFERENT = 3

/**
 * Brings one namespace of a ruler to what alerts/ says. Other namespaces are not touched.
 *
 * @returns 0 when nothing is left to do, 3 when there are differences and `write` is off
 * @throws SidecarError E_USAGE without MIMIR_ADDRESS, E_RULER_UNREACHABLE, E_RULER_REFUSED
 */
export async function pushAlerts({ namespace, write, json, environment }: PushOptions): Promise<number> {
  const links = { grafana: base(environment.GRAFANA_URL), runbooks: base(environment.RUNBOOKS_URL) }
  const groups = readRuleGroups(join(ROOT, 'alerts'), links)
  const ruler = connectRuler(settings(environment), namespace)
  const changes = planChanges(groups, await ruler.list())
  if (!json) for (const change of changes) showChange(process.stdout, change)
  for (const change of write ? changes : []) {
    const group = groups.find(({ name }) => name === change.group)
    if (group) await ruler.set(group)
    else await ruler.remove(change.group)
  }
  const done = write || changes.length === 0
  if (json) {
    process.stdout.write(`${JSON.stringify({ event: 'pushed', namespace, applied: write, changes })}\n`)
  } else {
    process.stdout.write(`${summary(namespace, changes.length, write)}\n`)
  }
  return done ? 0 : DIFFERENT
}

function summary(namespace: string, changes: number, write: boolean): string {
  if (changes === 0) return `Namespace ${namespace} is what alerts/ says.`
  const groups = `${changes} group${changes === 1 ? '' : 's'} of namespace ${namespace}`
  return write ? `Changed ${groups}.` : `Would change ${groups}. Run again with --write.`
}

function showChange(output: Output & NodeJS.WritableStream, { action, group, lines }: Change): void {
  const paint = paintFor(output)
  output.write(`${paint('bold', `${action} ${group}`)}\n`)
  for (const line of lines) {
    output.write(`  ${paint(line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim', line)}\n`)
  }
}

function settings(environment: NodeJS.ProcessEnv) {
  const address = environment.MIMIR_ADDRESS ?? ''
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new SidecarError(
      'E_USAGE',
      `MIMIR_ADDRESS is "${address}". Set it to the base URL of Mimir, or of the Prometheus of your Grafana Cloud ` +
        'stack: https://prometheus-<zone>.grafana.net',
    )
  }
  return {
    address,
    user: environment.MIMIR_API_USER ?? '',
    key: environment.MIMIR_API_KEY ?? '',
    tenant: environment.MIMIR_TENANT_ID ?? '',
  }
}

function base(url: string | undefined): string | undefined {
  return url ? url.replace(/\/+$/, '') : undefined
}
