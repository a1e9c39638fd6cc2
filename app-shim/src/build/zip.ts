import { crc32, deflateRawSync } from 'node:zlib'

/** What a zip holds: names with slashes, and bytes. */
export type ZipEntry = readonly [name: string, content: Uint8Array]

const VERSION = 20
const DEFLATE = 8
/** 1 January 1980: the same files give the same bytes, whenever they are packed. */
const DATE = 0x21
const UTF8_NAMES = 0x0800

/** Packs files into a zip behind `prefix`; offsets count from the start of the prefix. Up to 4 GiB. */
export function zip(entries: readonly ZipEntry[], prefix: Uint8Array): Buffer {
  const parts: Uint8Array[] = [prefix]
  const directory: Buffer[] = []
  let offset = prefix.byteLength
  for (const [name, content] of entries) {
    const nameBytes = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(content)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(VERSION, 0)
    shared.writeUInt16LE(UTF8_NAMES, 2)
    shared.writeUInt16LE(DEFLATE, 4)
    shared.writeUInt16LE(DATE, 8)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(packed.byteLength, 14)
    shared.writeUInt32LE(content.byteLength, 18)
    shared.writeUInt16LE(nameBytes.byteLength, 22)
    const local = Buffer.concat([signature(0x04034b50), shared, nameBytes, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    const madeBy = Buffer.from([VERSION, 0])
    directory.push(Buffer.concat([signature(0x02014b50), madeBy, shared, tail, nameBytes]))
    parts.push(local)
    offset += local.byteLength
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(listing.byteLength, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, listing, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
