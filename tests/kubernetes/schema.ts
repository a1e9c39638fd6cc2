/** What is used of JSON Schema in custom resource definitions and in the schemas of the collector's components. */
export interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly allOf?: readonly Schema[]
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
}

/** Follows references until there is none, and gives the schema with those it is made of. */
export type Resolve = (schema: Schema) => readonly Schema[]

/** Where a value differs from its schema, fields that the schema does not know included: `spec.replica: unknown`. */
export function schemaProblems(
  value: unknown,
  schema: Schema,
  resolve: Resolve = (one) => [one],
  at = '',
): string[] {
  const parts = resolve(schema)
  const open = parts.some(
    (part) => part['x-kubernetes-preserve-unknown-fields'] || part['x-kubernetes-int-or-string'],
  )
  const type = parts.find((part) => part.type !== undefined)?.type
  if (type !== undefined && !isOf(type, value)) return open ? [] : [`${at}: ${typeof value} is no ${type}`]
  const allowed = parts.find((part) => part.enum !== undefined)?.enum
  if (allowed && !allowed.includes(value)) return [`${at}: ${String(value)} is none of ${allowed.join(', ')}`]
  if (Array.isArray(value)) {
    const items = parts.find((part) => part.items)?.items
    return items
      ? value.flatMap((item, index) => schemaProblems(item, items, resolve, `${at}[${index}]`))
      : []
  }
  if (typeof value !== 'object' || value === null) return []
  const missing = parts
    .flatMap((part) => part.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name}: missing`)
  const closed = !open && parts.some((part) => part.properties)
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const known = parts.map((part) => fieldOf(part, name)).find((found) => found !== undefined)
    if (known !== undefined) return schemaProblems(field, known, resolve, `${at}.${name}`)
    return closed ? [`${at}.${name}: unknown`] : []
  })
  return [...missing, ...wrong]
}

function fieldOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  if (properties?.[name]) return properties[name]
  if (additionalProperties === true) return {}
  return additionalProperties || undefined
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return type === typeof value
}
