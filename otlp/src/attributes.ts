import type { AnyValue, KeyValue } from './messages.ts'

/** Attribute values as plain JavaScript: string, boolean, number, bigint (beyond 2^53), Uint8Array, list, record, undefined. */
export type PlainValue =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | PlainValue[]
  | { [key: string]: PlainValue }
  | undefined

/** Turns an attribute list into a record; of a repeated key the last value stands. */
export function attributesToRecord(attributes: readonly KeyValue[] = []): Record<string, PlainValue> {
  // No prototype: a key like "__proto__" is data here.
  const record: Record<string, PlainValue> = Object.create(null)
  for (const { key, value } of attributes) record[key] = plainValue(value)
  return record
}

/** Unwraps one AnyValue. An int64 becomes a number when it is a safe integer. */
export function plainValue(value: AnyValue | undefined): PlainValue {
  if (!value) return undefined
  if (value.arrayValue) return value.arrayValue.values.map(plainValue)
  if (value.kvlistValue) return attributesToRecord(value.kvlistValue.values)
  if (value.intValue !== undefined) {
    const number = Number(value.intValue)
    return Number.isSafeInteger(number) ? number : value.intValue
  }
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue
}
