import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { SidecarError } from '../errors.ts'
import { decodeFrames, type Frame, MAGIC } from './format.ts'

const unpack = promisify(gunzip)
/** A segment unpacks to a little more than a megabyte; a file that claims more is none of ours. */
const MAX_SEGMENT_BYTES = 256 * 1024 * 1024

/** What a recording holds, without its spans. */
export interface TrafficSummary {
  readonly requests: number
  readonly spans: number
  /** Milliseconds between the first and the last request. */
  readonly durationMs: number
  /** Bytes of the requests, unpacked. */
  readonly bytes: number
}

/** The requests of a recording in the order they came. @throws SidecarError E_TRAFFIC when the file is none. */
export async function* readTraffic(path: string): AsyncGenerator<Frame> {
  for await (const segment of segments(path)) yield* decodeFrames(segment)
}

/** Reads a whole recording for its totals. */
export async function summarise(path: string): Promise<TrafficSummary> {
  let requests = 0
  let spans = 0
  let bytes = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for await (const frame of readTraffic(path)) {
    requests += 1
    spans += frame.spans
    bytes += frame.body.length
    first = Math.min(first, frame.at)
    last = Math.max(last, frame.at)
  }
  if (spans === 0) throw new SidecarError('E_TRAFFIC', `${path}: holds no spans. Record for longer.`)
  return { requests, spans, bytes, durationMs: last - first }
}

/** Where the last whole segment ends: a recording is continued there. */
export async function wholeLength(path: string): Promise<number> {
  const file = await openTraffic(path)
  try {
    const { size } = await file.stat()
    let offset = MAGIC.length
    for (;;) {
      const length = await readLength(file, offset)
      if (length === undefined || offset + 4 + length > size) return offset
      offset += 4 + length
    }
  } finally {
    await file.close()
  }
}

async function* segments(path: string): AsyncGenerator<Buffer> {
  const end = await wholeLength(path)
  const file = await openTraffic(path)
  try {
    for (let offset = MAGIC.length; offset < end; ) {
      const length = (await readLength(file, offset)) ?? 0
      const packed = Buffer.alloc(length)
      await file.read(packed, 0, length, offset + 4)
      yield await unpack(packed, { maxOutputLength: MAX_SEGMENT_BYTES })
      offset += 4 + length
    }
  } finally {
    await file.close()
  }
}

async function openTraffic(path: string): Promise<FileHandle> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SidecarError(
      'E_TRAFFIC',
      `${path}: cannot be read (${code}). Make one with \`sidecar record\`.`,
    )
  }
  const start = Buffer.alloc(MAGIC.length)
  await file.read(start, 0, MAGIC.length, 0)
  if (start.equals(MAGIC)) return file
  await file.close()
  throw new SidecarError(
    'E_TRAFFIC',
    `${path}: is no recording of traffic. Make one with \`sidecar record\`.`,
  )
}

async function readLength(file: FileHandle, offset: number): Promise<number | undefined> {
  const length = Buffer.alloc(4)
  const { bytesRead } = await file.read(length, 0, 4, offset)
  return bytesRead === 4 ? length.readUInt32BE(0) : undefined
}
