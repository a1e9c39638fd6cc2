import type { Metadata } from '@grpc/grpc-js'

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'

/**
 * The delay a gRPC server asks for, in milliseconds: `google.rpc.RetryInfo` inside the `google.rpc.Status` of the
 * `grpc-status-details-bin` trailer. Undefined when there is none or it cannot be read.
 */
export function readRetryDelay(metadata: Metadata | undefined): number | undefined {
  const [trailer] = metadata?.get('grpc-status-details-bin') ?? []
  if (!Buffer.isBuffer(trailer)) return undefined
  // Status.details = 3, Any.type_url = 1, Any.value = 2, RetryInfo.retry_delay = 1, Duration = seconds 1, nanos 2.
  for (const detail of fields(trailer)) {
    if (detail.number !== 3 || !detail.bytes) continue
    const any = fields(detail.bytes)
    if (any.find((field) => field.number === 1)?.bytes?.toString() !== RETRY_INFO) continue
    const info = any.find((field) => field.number === 2)?.bytes
    const delay = info && fields(info).find((field) => field.number === 1)?.bytes
    if (!delay) return undefined
    const duration = fields(delay)
    const seconds = duration.find((field) => field.number === 1)?.value ?? 0
    const nanos = duration.find((field) => field.number === 2)?.value ?? 0
    return seconds * 1000 + Math.ceil(nanos / 1e6)
  }
  return undefined
}

interface Field {
  readonly number: number
  readonly value?: number
  readonly bytes?: Buffer
}

/** The varint and length-delimited fields of a protobuf message; stops at anything else. */
function fields(message: Buffer): Field[] {
  const found: Field[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; at < message.length; shift += 7) {
      const byte = message[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    return value
  }
  while (at < message.length) {
    const tag = varint()
    const number = tag >>> 3
    const type = tag & 7
    if (type === 0) found.push({ number, value: varint() })
    else if (type === 2) {
      const length = varint()
      found.push({ number, bytes: message.subarray(at, at + length) })
      at += length
    } else break
  }
  return found
}
