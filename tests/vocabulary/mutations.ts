import { parser } from '@prometheus-io/lezer-promql'

/** One change to an expression that must not go unnoticed. */
export interface Mutation {
  /** Names are metrics, labels and their values; the rest are numbers and comparisons. */
  readonly of: 'name' | 'number'
  /** What was changed into what. */
  readonly change: string
  readonly expr: string
}

type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

/** For a token of this kind, what to put in its place; the same text everywhere in the expression. */
const REPLACEMENTS: Record<string, (text: string) => readonly string[]> = {
  Identifier: (metric) => [`${metric}_gone`],
  LabelName: (label) => [`${label}_gone`],
  StringLiteral: (quoted) => alternativesWithout(quoted.slice(1, -1)).map((value) => `"${value}"`),
  NumberDurationLiteral: (number) => [Number(number) === 0 ? '1' : String(Number(number) * 1.5)],
  Gtr: () => ['<='],
  Lss: () => ['>='],
  Gte: () => ['<'],
}

const NAMES = ['Identifier', 'LabelName', 'StringLiteral']

/**
 * Every mutation of an expression: a metric, a label, a label value, a threshold or a comparison is replaced, one at a time.
 * A name that an expression repeats is replaced wherever it stands.
 *
 * @example mutationsOf('up{job="a"} > 1').map(({ change }) => change)
 */
export function mutationsOf(expr: string): Mutation[] {
  const places = new Map<string, { from: number; to: number }[]>()
  parser.parse(expr).iterate({
    enter({ type, node }) {
      if (!(type.name in REPLACEMENTS) || !isName(node)) return
      const key = `${type.name} ${expr.slice(node.from, node.to)}`
      places.set(key, [...(places.get(key) ?? []), { from: node.from, to: node.to }])
    },
  })
  return [...places].flatMap(([key, ranges]) => {
    const [kind, text] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    const replacements = REPLACEMENTS[kind]?.(text) ?? []
    const of = NAMES.includes(kind) ? 'name' : 'number'
    return replacements.map((by) => ({ of, change: `${text} → ${by}`, expr: replaceAt(expr, ranges, by) }))
  })
}

/** Label values, but not the strings of label_replace; metric names, but not function names. */
function isName(node: SyntaxNode): boolean {
  return node.type.name !== 'StringLiteral' || node.parent?.type.name === 'UnquotedLabelMatcher'
}

/** The value with each of its `|` alternatives, in turn, made one that does not occur. */
function alternativesWithout(value: string): string[] {
  const alternatives = value.split('|')
  return alternatives.map((_, index) =>
    alternatives.map((one, at) => (at === index ? 'nobody' : one)).join('|'),
  )
}

function replaceAt(text: string, ranges: readonly { from: number; to: number }[], by: string): string {
  return ranges.toReversed().reduce((t, { from, to }) => t.slice(0, from) + by + t.slice(to), text)
}
