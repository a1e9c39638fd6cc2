import type { parser } from '@prometheus-io/lezer-promql'

type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

/** Functions whose result has labels that no series needs to have. */
const MAKES_LABELS = ['LabelReplace', 'LabelJoin', 'Absent', 'AbsentOverTime']
/** Aggregations that keep the labels of what they choose from. */
const CHOOSES = ['Topk', 'Bottomk', 'LimitK', 'LimitRatio']
/** Functions that give a number instead of series. */
const SCALARS = ['Time', 'Scalar', 'Pi']
const LITERAL = 'NumberDurationLiteral'

/** Labels of the result of an expression; undefined where it can be any of the series it reads. */
export function resultLabelsOf(
  node: SyntaxNode | null,
  text: (node: SyntaxNode) => string,
): string[] | undefined {
  const of = (child: SyntaxNode | null) => resultLabelsOf(child, text)
  switch (node?.type.name) {
    case 'PromQL':
    case 'ParenExpr':
    case 'OffsetExpr':
    case 'SubqueryExpr':
    case 'StepInvariantExpr':
      return of(node.firstChild)
    case 'UnaryExpr':
      return of(node.lastChild)
    case LITERAL:
      return []
    case 'AggregateExpr':
      return ofAggregate(node, text)
    case 'BinaryExpr':
      return ofBinary(node, text)
    case 'FunctionCall':
      return ofCall(node, text)
    default:
      return undefined
  }
}

function ofAggregate(node: SyntaxNode, text: (node: SyntaxNode) => string): string[] | undefined {
  const modifier = node.getChild('AggregateModifier')
  if (modifier?.getChild('By')) {
    return modifier.getChild('GroupingLabels')?.getChildren('LabelName').map(text) ?? []
  }
  if (modifier) return undefined
  const chooses = CHOOSES.some((name) => node.getChild('AggregateOp')?.getChild(name))
  return chooses ? resultLabelsOf(node.getChild('FunctionCallBody')?.lastChild ?? null, text) : []
}

function ofBinary(node: SyntaxNode, text: (node: SyntaxNode) => string): string[] | undefined {
  const { firstChild: left, lastChild: right } = node
  if (isScalar(left)) return resultLabelsOf(right, text)
  const labels = resultLabelsOf(left, text)
  if (node.getChild('Or')) {
    const others = resultLabelsOf(right, text)
    return labels && others && [...labels, ...others]
  }
  const added = node.getChild('MatchingModifierClause')?.getChild('GroupLeft')
  return added ? undefined : labels
}

function isScalar(node: SyntaxNode | null): boolean {
  if (node?.type.name === 'ParenExpr' || node?.type.name === 'UnaryExpr') return isScalar(node.lastChild)
  if (node?.type.name === 'BinaryExpr') return isScalar(node.firstChild) && isScalar(node.lastChild)
  const name = node?.getChild('FunctionIdentifier')
  return node?.type.name === LITERAL || SCALARS.some((each) => name?.getChild(each))
}

function ofCall(node: SyntaxNode, text: (node: SyntaxNode) => string): string[] | undefined {
  const name = node.getChild('FunctionIdentifier')
  if (MAKES_LABELS.some((each) => name?.getChild(each))) return undefined
  let argument = node.getChild('FunctionCallBody')?.firstChild ?? null
  while (argument?.type.name === LITERAL && argument.nextSibling) argument = argument.nextSibling
  if (argument === null) return []
  const labels = resultLabelsOf(argument, text)
  return name?.getChild('HistogramQuantile') ? labels?.filter((label) => label !== 'le') : labels
}
