import { SENTRY_DASHBOARD } from '../../../../dashboards/sentry/dashboard.ts'
import { SENTRY_ISSUE_ALERTS } from '../../../../dashboards/sentry/issue-alerts.ts'
import { type Output, paintFor } from '../../terminal/colour.ts'
import { connectSentry } from './api.ts'
import { planSentry, type SentryChange } from './plan.ts'
import { sentryApiSettings } from './settings.ts'

/** How `sidecar sentry apply` was called. */
export interface ApplyOptions {
  /** Change Sentry; without it differences are only shown. */
  write: boolean
  json: boolean
  environment: NodeJS.ProcessEnv
}

/** Differences were shown, not applied. */
const DIFFERENT = 3

/**
 * Brings the dashboard and the issue alerts of a Sentry project to what dashboards/sentry says.
 *
 * @returns 0 when nothing is left to do, 3 when there are differences and `write` is off
 * @throws SidecarError E_USAGE for a missing variable, E_SENTRY_UNREACHABLE, E_SENTRY_REFUSED
 */
export async function applySentry({ write, json, environment }: ApplyOptions): Promise<number> {
  const settings = sentryApiSettings(environment)
  const changes = await planSentry(connectSentry(settings), SENTRY_DASHBOARD, SENTRY_ISSUE_ALERTS)
  if (!json) for (const change of changes) showChange(process.stdout, change)
  if (write) for (const change of changes) await change.apply()
  const where = `${settings.organization}/${settings.project}`
  if (json) {
    const shown = changes.map(({ action, what, name, lines }) => ({ action, what, name, lines }))
    const line = { event: 'applied', project: where, written: write, changes: shown }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  } else {
    process.stdout.write(`${summary(where, changes.length, write)}\n`)
  }
  return write || changes.length === 0 ? 0 : DIFFERENT
}

function summary(where: string, changes: number, write: boolean): string {
  if (changes === 0) return `${where} is what dashboards/sentry says.`
  const things = `${changes} thing${changes === 1 ? '' : 's'} in ${where}`
  return write ? `Changed ${things}.` : `Would change ${things}. Run again with --write.`
}

function showChange(
  output: Output & NodeJS.WritableStream,
  { action, what, name, lines }: SentryChange,
): void {
  const paint = paintFor(output)
  output.write(`${paint('bold', `${action} ${what} ${name}`)}\n`)
  for (const line of lines) output.write(`  ${paint(line.startsWith('+') ? 'green' : 'red', line)}\n`)
}
