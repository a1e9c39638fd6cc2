import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { EnvelopeError } from './envelope.ts'
import { MAX_BODY_BYTES, MAX_COMPRESSED_BYTES } from './size-limits.ts'

type Decoder = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip) as Decoder,
  deflate: promisify(inflate) as Decoder,
  br: promisify(brotliDecompress) as Decoder,
  zstd: promisify(zstdDecompress) as Decoder,
}

/** Reads and unpacks a body. @throws EnvelopeError 413 above Sentry's limits, 400 for a broken or unknown encoding */
export async function readContent(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not take the connection away: the answer goes over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > MAX_COMPRESSED_BYTES)
      throw new EnvelopeError(413, `body: more than ${MAX_COMPRESSED_BYTES} bytes`)
    chunks.push(chunk as Buffer)
  }
  const body = Buffer.concat(chunks)
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return body
  const decode = DECODERS[encoding]
  if (!decode) throw new EnvelopeError(400, `content-encoding: unknown, ${encoding.length} characters`)
  try {
    return await decode(body, { maxOutputLength: MAX_BODY_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new EnvelopeError(413, `body: unpacks to more than ${MAX_BODY_BYTES} bytes`)
    }
    throw new EnvelopeError(400, `body: ${body.length} bytes are not ${encoding}`)
  }
}
