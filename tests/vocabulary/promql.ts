import { parser } from '@prometheus-io/lezer-promql'
import { resultLabelsOf } from './result-labels.ts'

/** A label matcher, e.g. `le=~"2|2.0"`; `value` without its quotes. */
export interface Matcher {
  readonly label: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

/** One series selector of an expression. */
interface Selector {
  readonly metric: string
  /** A pattern of names instead of a name: `{__name__=~"…"}`. */
  readonly pattern?: string
  readonly matchers: readonly Matcher[]
}

/** What an expression names. */
export interface PromqlNames {
  readonly selectors: readonly Selector[]
  /** Labels in `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
  readonly grouping: readonly string[]
  /** What each `label_replace` makes, out of what. */
  readonly replacements: readonly { readonly made: string; readonly from: string }[]
  /** Labels of the result; undefined where they are those of the series it reads. */
  readonly result: readonly string[] | undefined
}

type Tree = ReturnType<typeof parser.parse>
type SyntaxNode = Tree['topNode']

/**
 * Reads the names out of a PromQL expression with Prometheus's own grammar.
 *
 * @throws Error at a syntax error, with the place
 */
export function readPromql(expr: string): PromqlNames {
  const selectors: Selector[] = []
  const grouping: string[] = []
  const replacements: { made: string; from: string }[] = []
  const text = (node: SyntaxNode) => expr.slice(node.from, node.to)
  const tree = parser.parse(expr)
  tree.iterate({
    enter({ type, node }) {
      if (type.isError) {
        const at = `${expr.slice(Math.max(0, node.from - 20), node.from)}▸${expr.slice(node.from, node.from + 20)}`
        throw new Error(`This is not PromQL, see ▸: ${at}`)
      }
      if (type.name === 'VectorSelector') selectors.push(selectorOf(node, text))
      if (type.name === 'LabelReplace') {
        const literals = node.parent?.parent?.getChild('FunctionCallBody')?.getChildren('StringLiteral') ?? []
        const [made = '', , from = ''] = literals.map((literal) => text(literal).slice(1, -1))
        replacements.push({ made, from })
      }
      if (type.name === 'GroupingLabels') grouping.push(...node.getChildren('LabelName').map(text))
    },
  })
  return { selectors, grouping, replacements, result: resultLabelsOf(tree.topNode, text) }
}

function selectorOf(node: SyntaxNode, text: (node: SyntaxNode) => string): Selector {
  const name = node.getChild('Identifier')
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher').map(matcherOf) ?? []
  const named = matchers.find(({ label, op }) => label === '__name__' && op === '=')
  const pattern = matchers.find(({ label, op }) => label === '__name__' && op === '=~')?.value
  return {
    ...(pattern === undefined ? {} : { pattern }),
    metric: name ? text(name) : (named?.value ?? ''),
    matchers: matchers.filter(({ label }) => label !== '__name__'),
  }

  function matcherOf(matcher: SyntaxNode): Matcher {
    const [label, op, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((child) => {
      const found = matcher.getChild(child)
      return found ? text(found) : ''
    }) as [string, Matcher['op'], string]
    return { label, op, value: value.slice(1, -1).replaceAll('\\\\', '\\') }
  }
}
