import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { HttpError } from './http-error.ts'

const WHERE = 'request body'

/**
 * Reads a request body, decompressing gzip.
 *
 * @throws HttpError 413 when it is larger than `maxBytes` before or after decompression, 400 when the gzip is broken,
 *   415 for another encoding
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new HttpError(415, 'content-encoding', `found "${encoding}"`, 'Use gzip or send the body as it is.')
  }
  const raw = await collect(request, maxBytes)
  if (encoding === 'identity') return raw
  try {
    return await promisify(gunzip)(raw, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    throw new HttpError(
      400,
      WHERE,
      `${raw.length} bytes are not gzip`,
      'Compress the body or drop content-encoding.',
    )
  }
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) return chunks.push(chunk)
      // Destroying the request would also take away the connection for the answer.
      request.pause()
      reject(tooLarge(maxBytes))
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, WHERE, `more than ${maxBytes} bytes`, 'Send smaller batches.')
}
