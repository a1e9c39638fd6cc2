/** Input that is not an OTLP request: `path` says where, `seen` what stood there, `expected` what belongs there. */
export class OtlpDecodeError extends Error {
  override readonly name = 'OtlpDecodeError'
  readonly path: string
  readonly seen: string
  readonly expected: string

  constructor(path: string, seen: string, expected: string) {
    super(`${path}: ${seen}. ${expected}`)
    this.path = path
    this.seen = seen
    this.expected = expected
  }
}

/** Describes a value by its kind and size, never by its content: captured data stays out of messages. */
export function describe(value: unknown): string {
  if (value === null) return 'found null'
  if (Array.isArray(value)) return `found a list of ${value.length}`
  if (typeof value === 'string') return `found a string of ${value.length} characters`
  if (value === undefined) return 'found nothing'
  return `found ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}`
}
