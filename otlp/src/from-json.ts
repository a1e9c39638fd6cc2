import type protobuf from 'protobufjs/light.js'
import { describe, OtlpDecodeError } from './error.ts'
import { idLength, isInteger64, tracksPresence } from './schema.ts'

/** Deeper nesting than this is refused; protobuf readers stop at the same depth. */
const MAX_DEPTH = 100

/** Reads a parsed OTLP/JSON value as a message of `type`. Throws OtlpDecodeError with the path of the first misfit. */
export function fromJson(type: protobuf.Type, value: unknown, path: string = type.name, depth = 0): object {
  if (depth > MAX_DEPTH) fail(path, `nested deeper than ${MAX_DEPTH} levels`, 'Flatten the value.')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail(path, describe(value), `A ${type.name} is a JSON object.`)
  }
  const source = value as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const field of type.fieldsArray) {
    const seen = source[field.name] ?? undefined
    const where = `${path}.${field.name}`
    if (field.repeated) {
      result[field.name] = list(seen, where).map((item, index) =>
        one(field, item, `${where}[${index}]`, depth),
      )
    } else if (seen !== undefined) {
      result[field.name] = one(field, seen, where, depth)
    } else if (!tracksPresence(field) && !(field.resolvedType && 'fieldsArray' in field.resolvedType)) {
      result[field.name] = absent(field)
    }
  }
  return result
}

function list(value: unknown, path: string): unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) fail(path, describe(value), 'This field is a JSON list.')
  return value as unknown[]
}

function one(field: protobuf.Field, value: unknown, path: string, depth: number): unknown {
  if (field.resolvedType) {
    if ('fieldsArray' in field.resolvedType) return fromJson(field.resolvedType, value, path, depth + 1)
    return enumNumber(field.resolvedType, value, path)
  }
  if (isInteger64(field)) return integer64(value, path)
  if (field.type === 'bytes') return bytes(field, value, path)
  if (field.type === 'string' && typeof value === 'string') return value
  if (field.type === 'bool' && typeof value === 'boolean') return value
  if (field.type !== 'string' && field.type !== 'bool') return number(field, value, path)
  return fail(path, describe(value), `Expected a ${field.type === 'bool' ? 'boolean' : 'string'}.`)
}

function integer64(value: unknown, path: string): bigint {
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  return fail(path, describe(value), 'A 64-bit integer is a decimal string (or a whole number).')
}

function bytes(field: protobuf.Field, value: unknown, path: string): string | Uint8Array {
  const length = idLength(field)
  if (typeof value !== 'string') return fail(path, describe(value), 'Expected a string.')
  if (length === undefined) {
    if (!/^[\w+/-]*={0,2}$/.test(value)) fail(path, describe(value), 'Bytes are base64.')
    return new Uint8Array(Buffer.from(value, 'base64'))
  }
  if (value !== '' && (value.length !== length * 2 || !/^[0-9a-f]+$/i.test(value))) {
    fail(path, describe(value), `An id is ${length * 2} hexadecimal digits (not base64).`)
  }
  return value.toLowerCase()
}

function number(field: protobuf.Field, value: unknown, path: string): number {
  const whole = field.type !== 'double' && field.type !== 'float'
  if (typeof value === 'number' && (!whole || Number.isInteger(value))) return value
  if (!whole && (value === 'NaN' || value === 'Infinity' || value === '-Infinity')) return Number(value)
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    if (!whole || Number.isInteger(Number(value))) return Number(value)
  }
  return fail(path, describe(value), whole ? 'Expected a whole number.' : 'Expected a number.')
}

function enumNumber(type: protobuf.Enum, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  const known = typeof value === 'string' ? type.values[value] : undefined
  if (known !== undefined) return known
  return fail(path, describe(value), `Expected the number of one of ${Object.keys(type.values).join(', ')}.`)
}

function absent(field: protobuf.Field): unknown {
  if (isInteger64(field)) return 0n
  if (field.type === 'bytes') return idLength(field) === undefined ? new Uint8Array() : ''
  if (field.type === 'string') return ''
  return field.type === 'bool' ? false : 0
}

function fail(path: string, seen: string, expected: string): never {
  throw new OtlpDecodeError(path, seen, expected)
}
