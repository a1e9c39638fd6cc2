/** One sample of a metrics page. */
interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** All samples of a metrics page, asked for by name and labels. */
export interface Samples {
  /** The sum over every sample of this name that carries these labels; 0 when there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number
  /** The same, by the value of one label. */
  by(label: string, name: string, labels?: Readonly<Record<string, string>>): ReadonlyMap<string, number>
  /** Whether any sample has this name and these labels. */
  has(name: string, labels?: Readonly<Record<string, string>>): boolean
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/g
const ESCAPED: Record<string, string> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' }

/** Reads the text format of Prometheus, version 0.0.4. @throws Error with the line that is none. */
export function parseExposition(text: string): Samples {
  const samples: Sample[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [, name, labels = '', value] = LINE.exec(line) ?? []
    if (!name || value === undefined) throw new Error(`no line of a metrics page: ${line.slice(0, 120)}`)
    samples.push({ name, labels: parseLabels(labels), value: Number(value.replace('Inf', 'Infinity')) })
  }
  return toSamples(samples)
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = Object.create(null)
  for (const [, name, value] of text.matchAll(LABEL))
    if (name) labels[name] = (value ?? '').replace(/\\[n"\\]/g, (pair) => ESCAPED[pair] ?? pair)
  return labels
}

function toSamples(samples: readonly Sample[]): Samples {
  const byName = Map.groupBy(samples, ({ name }) => name)
  const matching = (name: string, wanted: Readonly<Record<string, string>>) =>
    (byName.get(name) ?? []).filter(({ labels }) =>
      Object.entries(wanted).every(([key, value]) => labels[key] === value),
    )
  return {
    sum: (name, labels = {}) => matching(name, labels).reduce((total, { value }) => total + value, 0),
    by(label, name, labels = {}) {
      const totals = new Map<string, number>()
      for (const { labels: own, value } of matching(name, labels)) {
        const key = own[label] ?? ''
        totals.set(key, (totals.get(key) ?? 0) + value)
      }
      return totals
    },
    has: (name, labels = {}) => matching(name, labels).length > 0,
  }
}
