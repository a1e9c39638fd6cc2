import type protobuf from 'protobufjs/light.js'
import { describe } from './error.ts'
import type { Input, LogsRequest, MetricsRequest, TracesRequest } from './messages.ts'
import { idLength, isInteger64, REQUEST } from './schema.ts'

/** Writes an ExportTraceServiceRequest as protobuf. Throws TypeError with the path of the first misfit. */
export function encodeTraces(request: Input<TracesRequest>): Uint8Array {
  return encode(REQUEST.traces, request)
}

/** Writes an ExportMetricsServiceRequest as protobuf. Throws TypeError with the path of the first misfit. */
export function encodeMetrics(request: Input<MetricsRequest>): Uint8Array {
  return encode(REQUEST.metrics, request)
}

/** Writes an ExportLogsServiceRequest as protobuf. Throws TypeError with the path of the first misfit. */
export function encodeLogs(request: Input<LogsRequest>): Uint8Array {
  return encode(REQUEST.logs, request)
}

function encode(type: protobuf.Type, request: object): Uint8Array {
  return type.encode(type.fromObject(wire(type, request, type.name))).finish()
}

function wire(type: protobuf.Type, value: object, path: string): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const field = type.fields[name]
    if (!field)
      throw new TypeError(
        `${path}.${name}: ${type.name} has no such field. It has: ${Object.keys(type.fields).join(', ')}.`,
      )
    if (item === undefined || item === null) continue
    const where = `${path}.${name}`
    result[name] = field.repeated
      ? (item as unknown[]).map((each, index) => wireValue(field, each, `${where}[${index}]`))
      : wireValue(field, item, where)
  }
  return result
}

function wireValue(field: protobuf.Field, value: unknown, path: string): unknown {
  if (field.resolvedType && 'fieldsArray' in field.resolvedType) {
    return wire(field.resolvedType, value as object, path)
  }
  if (isInteger64(field)) return integer64(value, path)
  const length = idLength(field)
  if (length === undefined) return value
  const hex = String(value)
  if (hex !== '' && (hex.length !== length * 2 || !/^[0-9a-f]+$/i.test(hex))) {
    throw new TypeError(`${path}: ${describe(value)}. An id is ${length * 2} hexadecimal digits.`)
  }
  return Buffer.from(hex, 'hex')
}

/** protobufjs takes 64-bit integers as decimal strings without loss. */
function integer64(value: unknown, path: string): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)))
    return BigInt(value).toString()
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return value
  throw new TypeError(
    `${path}: ${describe(value)}. A 64-bit integer is a bigint, a whole number or a decimal string.`,
  )
}
