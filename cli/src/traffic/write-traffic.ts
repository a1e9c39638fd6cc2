import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { encodeFrame, type Frame, MAGIC } from './format.ts'
import { wholeLength } from './read-traffic.ts'

const pack = promisify(gzip)
/** Requests are packed together up to this size. */
const SEGMENT_BYTES = 1024 * 1024

/** Appends to a recording. */
export interface TrafficWriter {
  /** Bytes of the file so far; what is not packed yet does not count. */
  readonly size: number
  add(frame: Frame): Promise<void>
  /** Packs and writes what is still held. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Opens a recording, a new one or one to continue; a torn end of an earlier run is cut off. */
export async function openTrafficWriter(path: string): Promise<TrafficWriter> {
  const { file, size: start } = await openAtEnd(path)
  let size = start
  let held: Buffer[] = []
  let heldBytes = 0
  /** Segments are written one after the other, in the order they were filled. */
  let writing = Promise.resolve()

  function flush(): Promise<void> {
    const frames = held
    held = []
    heldBytes = 0
    if (frames.length > 0)
      writing = writing.then(async () => {
        const packed = await pack(Buffer.concat(frames))
        const length = Buffer.alloc(4)
        length.writeUInt32BE(packed.length)
        await file.write(Buffer.concat([length, packed]), 0, undefined, size)
        size += packed.length + 4
      })
    return writing
  }

  return {
    get size() {
      return size
    },
    async add(frame) {
      const bytes = encodeFrame(frame)
      held.push(bytes)
      heldBytes += bytes.length
      if (heldBytes >= SEGMENT_BYTES) await flush()
    },
    flush,
    async close() {
      await flush()
      await file.close()
    },
  }
}

async function openAtEnd(path: string): Promise<{ file: FileHandle; size: number }> {
  try {
    const file = await open(path, 'wx')
    await file.write(MAGIC)
    return { file, size: MAGIC.length }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const size = await wholeLength(path)
  const file = await open(path, 'r+')
  await file.truncate(size)
  return { file, size }
}
