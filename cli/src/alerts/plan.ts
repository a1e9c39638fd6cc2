import { type RuleGroup, ruleLines } from './rule-groups.ts'

/** What would have to be done with one group. */
export interface Change {
  action: 'add' | 'change' | 'remove'
  group: string
  /** Lines that go and come, marked with - and +. */
  lines: string[]
}

/** What turns `there` into `here`, in the order of names. Nothing when both say the same. */
export function planChanges(here: readonly RuleGroup[], there: readonly RuleGroup[]): Change[] {
  const [wanted, present] = [byName(here), byName(there)]
  const names = [...new Set([...wanted.keys(), ...present.keys()])].sort()
  return names.flatMap((group): Change[] => {
    const [after, before] = [wanted.get(group), present.get(group)]
    const [added, removed] = [linesOf(after), linesOf(before)]
    if (!after) return [{ action: 'remove', group, lines: marked('-', removed) }]
    if (!before) return [{ action: 'add', group, lines: marked('+', added) }]
    if (added.join('\n') === removed.join('\n')) return []
    return [{ action: 'change', group, lines: difference(removed, added) }]
  })
}

function byName(groups: readonly RuleGroup[]): Map<string, RuleGroup> {
  return new Map(groups.map((group) => [group.name, group]))
}

function linesOf(group: RuleGroup | undefined): string[] {
  if (!group) return []
  const interval = group.interval && group.interval !== '0s' ? [`interval: ${group.interval}`] : []
  // The name of the rule before each of its lines: a line of a difference must say where it belongs.
  const rules = group.rules.flatMap((rule) => {
    const [name = '', ...facts] = ruleLines(rule)
    return [name, ...facts.map((fact) => `${rule.alert ?? rule.record} ${fact}`)]
  })
  return [...interval, ...rules]
}

function difference(before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((line) => !after.includes(line))
  const come = after.filter((line) => !before.includes(line))
  const lines = [...marked('-', gone), ...marked('+', come)]
  return lines.length > 0 ? lines : ['~ the same rules in another order']
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${mark} ${line}`)
}
