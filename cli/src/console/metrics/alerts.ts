import { askPrometheus } from './prometheus.ts'

/** An alert that is firing or about to. */
interface ActiveAlert {
  readonly name: string
  readonly state: 'firing' | 'pending'
  readonly severity: string
  readonly summary: string
  readonly description: string
  readonly runbook: string
  readonly dashboard: string
  readonly traces: string
  /** ISO 8601, UTC. */
  readonly since: string
}

interface AlertRule {
  readonly name: string
  readonly state: string
  readonly health: string
  readonly lastError?: string
  readonly labels: Record<string, string>
  readonly alerts: readonly {
    readonly state: 'firing' | 'pending'
    readonly activeAt: string
    readonly labels: Record<string, string>
    readonly annotations: Record<string, string>
  }[]
}

/** Fires for ever by design: its receiver watches over alerting itself. */
const WATCHDOG = 'Watchdog'
const URGENCY = ['firing', 'pending', 'inactive']

/**
 * The state of every alert rule that Prometheus evaluates. `alerting` is false when the rule that always fires does
 * not: then silence means nothing.
 *
 * @throws HttpError 502 without Prometheus
 */
export async function alertStates(prometheus: string) {
  const { groups } = await askPrometheus<{ groups: { rules: AlertRule[] }[] }>(prometheus, 'rules', {
    type: 'alert',
  })
  const rules = groups.flatMap((group) => group.rules)
  const judged = rules.filter(({ name }) => name !== WATCHDOG)
  return {
    alerting: rules.some(({ name, state }) => name === WATCHDOG && state === 'firing'),
    active: judged
      .flatMap(activeAlerts)
      .sort((a, b) => urgency(a) - urgency(b) || a.name.localeCompare(b.name)),
    quiet: judged
      .filter(({ state }) => state === 'inactive')
      .map(({ name }) => name)
      .sort(),
    broken: rules
      .filter(({ health }) => health === 'err')
      .map(({ name, lastError }) => ({ name, error: lastError })),
  }
}

function activeAlerts({ name, alerts }: AlertRule): ActiveAlert[] {
  return alerts.map(({ state, activeAt, labels, annotations }) => ({
    name,
    state,
    severity: labels.severity ?? '',
    summary: annotations.summary ?? '',
    description: annotations.description ?? '',
    runbook: annotations.runbook_url ?? '',
    dashboard: annotations.dashboard ?? '',
    traces: annotations.traces ?? '',
    since: activeAt,
  }))
}

/** Firing before pending, pages before tickets. */
function urgency({ state, severity }: ActiveAlert): number {
  return URGENCY.indexOf(state) * 2 + (severity === 'page' ? 0 : 1)
}
