import type protobuf from 'protobufjs/light.js'
import { OtlpDecodeError } from './error.ts'
import { idLength, isInteger64, tracksPresence } from './schema.ts'

/** Reads protobuf bytes as a message of `type`. Throws OtlpDecodeError when they are not one. */
export function fromProtobuf(type: protobuf.Type, bytes: Uint8Array): object {
  let message: protobuf.Message
  try {
    message = type.decode(bytes)
  } catch (error) {
    throw new OtlpDecodeError(
      type.name,
      `${bytes.length} bytes are not a protobuf message (${(error as Error).message})`,
      'Send the OTLP request of this endpoint, or set the content type to application/json.',
    )
  }
  return plain(type, message as unknown as Record<string, unknown>)
}

function plain(type: protobuf.Type, message: Record<string, unknown>): object {
  const result: Record<string, unknown> = {}
  for (const field of type.fieldsArray) {
    const value = message[field.name]
    if (field.repeated) {
      const items = (value as unknown[] | undefined) ?? []
      result[field.name] = items.map((item) => plainValue(field, item))
    } else if (tracksPresence(field) ? Object.hasOwn(message, field.name) : value != null) {
      result[field.name] = plainValue(field, value)
    }
  }
  return result
}

function plainValue(field: protobuf.Field, value: unknown): unknown {
  if (field.resolvedType && 'fieldsArray' in field.resolvedType) {
    return plain(field.resolvedType, value as Record<string, unknown>)
  }
  if (isInteger64(field)) return BigInt((value as { toString(): string }).toString())
  if (field.type !== 'bytes') return value
  const bytes = Buffer.from(value as Uint8Array)
  return idLength(field) === undefined ? new Uint8Array(bytes) : bytes.toString('hex')
}
