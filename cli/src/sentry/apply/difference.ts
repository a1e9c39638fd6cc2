/** One value that is not what it should be; `-` is what Sentry has, `+` what it gets. */
export type DifferenceLine = string

/**
 * What would change in Sentry, by path. Only what is wanted is compared: Sentry adds ids, dates and labels of its own.
 * Numbers and their texts are the same, as Sentry gives back either.
 */
export function differences(wanted: unknown, present: unknown, path = ''): DifferenceLine[] {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(present) ? present : []
    const lines = wanted.flatMap((each, i) => differences(each, list[i], `${path}[${nameOf(each, i)}]`))
    const gone = list.slice(wanted.length).map((each, i) => `- ${path}[${nameOf(each, wanted.length + i)}]`)
    return [...lines, ...gone]
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const object = typeof present === 'object' && present !== null ? (present as Record<string, unknown>) : {}
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences(value, object[key], path ? `${path}.${key}` : key),
    )
  }
  if (sameValue(wanted, present)) return []
  const before = present === undefined || present === null ? [] : [`- ${path}: ${JSON.stringify(present)}`]
  return [...before, `+ ${path}: ${JSON.stringify(wanted)}`]
}

function sameValue(wanted: unknown, present: unknown): boolean {
  if (wanted === present || String(wanted) === String(present)) return true
  // Sentry gives back null for what is empty.
  return wanted === '' && (present === null || present === undefined)
}

function nameOf(value: unknown, index: number): string {
  const { title, id } = (value ?? {}) as { title?: string; id?: string }
  return title ?? id?.split('.').at(-1) ?? String(index)
}
