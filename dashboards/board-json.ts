import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'

/** A board as its file has it. */
export function boardJson(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, withoutMenu, 2)}\n`
}

/** The builders hide every link and variable in a menu; ours stay in sight. */
function withoutMenu(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value
}
