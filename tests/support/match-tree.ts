import { isDeepStrictEqual } from 'node:util'
import type { FlatSpan } from '@ticketcap/otlp'
import { type TraceNode, treesOf } from './trace-tree.ts'

/** What an attribute must be: equal, matching, present (`true` of the function), or absent (`undefined`). */
export type ExpectedValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | RegExp
  | ((value: unknown) => boolean)

/** A span as a test draws it. What is not said is not checked; children come in any order. */
export interface ExpectedSpan {
  name: string | RegExp
  kind?: FlatSpan['kind']
  status?: FlatSpan['status']['code']
  attributes?: Record<string, ExpectedValue>
  /** Names of events that must be on the span. */
  events?: string[]
  /** Each must match a child of its own. */
  children?: ExpectedSpan[]
  /** True when no further child is allowed. */
  noOtherChildren?: boolean
}

/** Why `spans` hold no tree like `expected`; undefined when they do. */
export function mismatch(spans: readonly FlatSpan[], expected: ExpectedSpan): string | undefined {
  const reasons: string[] = []
  for (const root of treesOf(spans)) {
    const reason = nodeMismatch(root, expected, '')
    if (reason === undefined) return undefined
    reasons.push(reason)
  }
  return reasons.join('\n') || 'no span arrived'
}

function nodeMismatch(node: TraceNode, expected: ExpectedSpan, parentPath: string): string | undefined {
  const path = `${parentPath}/${String(expected.name)}`
  return spanMismatch(node.span, expected, path) ?? childrenMismatch(node, expected, path)
}

function spanMismatch(span: FlatSpan, expected: ExpectedSpan, path: string): string | undefined {
  if (!valueMatches(span.name, expected.name)) return `${path}: the span is named "${span.name}"`
  if (expected.kind && span.kind !== expected.kind)
    return `${path}: kind is ${span.kind}, not ${expected.kind}`
  if (expected.status && span.status.code !== expected.status) {
    return `${path}: status is ${span.status.code}, not ${expected.status}`
  }
  for (const [key, value] of Object.entries(expected.attributes ?? {})) {
    if (!valueMatches(span.attributes[key], value)) {
      return `${path}: ${key} is ${JSON.stringify(span.attributes[key])}, not ${describeValue(value)}`
    }
  }
  for (const event of expected.events ?? []) {
    if (!span.events.some(({ name }) => name === event)) return `${path}: no event "${event}"`
  }
  return undefined
}

/** Finds a different child for each expected one, so two equal expectations need two spans. */
function childrenMismatch(node: TraceNode, expected: ExpectedSpan, path: string): string | undefined {
  const wanted = expected.children ?? []
  if (expected.noOtherChildren && node.children.length !== wanted.length) {
    return `${path}: ${node.children.length} children, not ${wanted.length}`
  }
  if (assign(node.children, wanted, path)) return undefined
  for (const child of wanted) {
    const reasons = node.children.map((candidate) => nodeMismatch(candidate, child, path))
    if (reasons.includes(undefined)) continue
    return reasons.join('\n') || `${path}/${String(child.name)}: the parent has no children`
  }
  return `${path}: two expected children match only the same span`
}

function assign(candidates: readonly TraceNode[], wanted: readonly ExpectedSpan[], path: string): boolean {
  const [first, ...rest] = wanted
  if (!first) return true
  return candidates.some(
    (candidate, index) =>
      nodeMismatch(candidate, first, path) === undefined &&
      assign(candidates.toSpliced(index, 1), rest, path),
  )
}

function valueMatches(actual: unknown, expected: ExpectedValue): boolean {
  if (expected instanceof RegExp) return typeof actual === 'string' && expected.test(actual)
  if (typeof expected === 'function') return expected(actual)
  // OTLP integers may arrive as bigint; a test writes them as plain numbers.
  return isDeepStrictEqual(typeof actual === 'bigint' ? Number(actual) : actual, expected)
}

function describeValue(expected: ExpectedValue): string {
  if (expected === undefined) return 'absent'
  return typeof expected === 'string' ? JSON.stringify(expected) : String(expected)
}
