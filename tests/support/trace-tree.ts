import type { FlatSpan } from '@ticketcap/otlp'

/** A span with the spans it is the parent of, in order of start. */
export interface TraceNode {
  span: FlatSpan
  children: TraceNode[]
}

/** Builds the trees of a span list; a span whose parent is not in the list is a root. */
export function treesOf(spans: readonly FlatSpan[]): TraceNode[] {
  const nodes = new Map(
    spans.map((span) => [nodeKey(span.traceId, span.spanId), { span, children: [] as TraceNode[] }]),
  )
  const roots: TraceNode[] = []
  for (const node of nodes.values()) {
    const parent = nodes.get(nodeKey(node.span.traceId, node.span.parentSpanId))
    ;(parent ? parent.children : roots).push(node)
  }
  for (const node of nodes.values()) node.children.sort(byStart)
  return roots.sort(byStart)
}

/** Draws trees for a person: one line a span, with kind, status, duration and attributes. */
export function drawTrees(spans: readonly FlatSpan[]): string {
  if (spans.length === 0) return '(no spans)'
  return treesOf(spans)
    .map((root) => [`trace ${root.span.traceId}`, ...drawNode(root, '  ')].join('\n'))
    .join('\n')
}

function drawNode({ span, children }: TraceNode, indent: string): string[] {
  const error = span.status.code === 'ERROR' ? ` ERROR ${span.status.message ?? ''}` : ''
  const attributes = Object.entries(span.attributes)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ')
  return [
    `${indent}${span.kind} ${span.name}${error} ${span.durationMs.toFixed(1)} ms {${attributes}}`,
    ...children.flatMap((child) => drawNode(child, `${indent}  `)),
  ]
}

function nodeKey(traceId: string, spanId: string | undefined): string {
  return `${traceId}/${spanId ?? ''}`
}

function byStart(a: TraceNode, b: TraceNode): number {
  return Number(a.span.startTimeUnixNano - b.span.startTimeUnixNano)
}
