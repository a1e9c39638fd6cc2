import { parser } from '@grafana/lezer-traceql'

/** An attribute of a TraceQL query, and what it is compared with (without quotes) where that is a plain value. */
interface TraceqlAttribute {
  readonly scope: string
  readonly name: string
  readonly value: string | undefined
}

/** What a query names. */
export interface TraceqlNames {
  readonly attributes: readonly TraceqlAttribute[]
  /** Intrinsics with their values, e.g. `name` = `payment.process`. */
  readonly intrinsics: readonly { name: string; value: string | undefined }[]
}

type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

/**
 * Reads the names out of a TraceQL query with Grafana's own grammar.
 *
 * @throws Error at a syntax error, with the place
 */
export function readTraceql(query: string): TraceqlNames {
  const attributes: TraceqlAttribute[] = []
  const intrinsics: { name: string; value: string | undefined }[] = []
  const text = (node: SyntaxNode) => query.slice(node.from, node.to)
  parser.parse(query).iterate({
    enter({ type, node }) {
      if (type.isError) {
        throw new Error(`This is not TraceQL, see ▸: ${query.slice(0, node.from)}▸${query.slice(node.from)}`)
      }
      const value = comparedWith(node, text)
      if (type.name === 'IntrinsicField') intrinsics.push({ name: text(node), value })
      if (type.name !== 'AttributeField') return
      const identifier = node.getChild('Identifier')
      const name = identifier ? text(identifier) : ''
      attributes.push({ scope: text(node).slice(0, -name.length - 1), name, value })
    },
  })
  return { attributes, intrinsics }
}

/** The text on the other side of the operator, when it is a literal. */
function comparedWith(field: SyntaxNode, text: (node: SyntaxNode) => string): string | undefined {
  const literal = field.parent?.parent?.lastChild?.getChild('Static')
  return literal ? text(literal).replace(/^"(.*)"$/, '$1') : undefined
}
