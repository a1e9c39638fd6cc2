/**
 * A recording: a line that says what it is, then segments. A segment is its length (4 bytes, big endian) and that many
 * bytes of gzip; inside, one frame after the other. Segments stand alone, so a file that was cut off in one, by a full
 * disk or a kill, loses that one and can be continued.
 */
export const MAGIC = Buffer.from('ticketcap-traffic 1\n')

/** One OTLP trace request as the collector handed it on, scrubbed. */
export interface Frame {
  /** When it came, in milliseconds since the epoch. */
  readonly at: number
  /** Spans in `body`. */
  readonly spans: number
  /** `ExportTraceServiceRequest`, protobuf. */
  readonly body: Uint8Array
}

/** Bytes of a frame before its body: time (8), spans (4), length (4). */
const HEADER_BYTES = 16

/** A frame as it stands in a segment. */
export function encodeFrame({ at, spans, body }: Frame): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeBigUInt64BE(BigInt(Math.round(at)), 0)
  header.writeUInt32BE(spans, 8)
  header.writeUInt32BE(body.length, 12)
  return Buffer.concat([header, body])
}

/** The frames of an unpacked segment. */
export function* decodeFrames(segment: Buffer): Generator<Frame> {
  for (let offset = 0; offset < segment.length; ) {
    const length = segment.readUInt32BE(offset + 12)
    const start = offset + HEADER_BYTES
    yield {
      at: Number(segment.readBigUInt64BE(offset)),
      spans: segment.readUInt32BE(offset + 8),
      body: segment.subarray(start, start + length),
    }
    offset = start + length
  }
}
