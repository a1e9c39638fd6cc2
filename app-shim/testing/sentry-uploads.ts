import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, inflateRawSync } from 'node:zlib'

/** The part of Sentry's API that takes source maps, as its own command line tool uses it. */
export interface SentryUploads extends AsyncDisposable {
  readonly url: string
  readonly requests: { method: string; path: string; authorization: string | undefined }[]
  /** Bundles that were put together, with what was said about them. */
  readonly bundles: { bytes: Buffer; projects: string[]; version: string | undefined }[]
  /** Fault of the server: a status for every request, or an assembly that fails. */
  fault: number | 'assembly' | undefined
}

/**
 * Starts the API on a free port; `await using` stops it.
 *
 * @param chunkBytes size of a chunk; small by default, so that a test needs several
 */
export async function startSentryUploads(chunkBytes = 1024): Promise<SentryUploads> {
  const chunks = new Map<string, Buffer>()
  const requests: SentryUploads['requests'] = []
  const bundles: SentryUploads['bundles'] = []
  const state: { fault: SentryUploads['fault'] } = { fault: undefined }

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    requests.push({
      method: request.method,
      path: pathname,
      authorization: request.headers.get('authorization') ?? undefined,
    })
    if (typeof state.fault === 'number') return new Response('no', { status: state.fault })
    if (pathname.endsWith('/chunk-upload/') && request.method === 'GET') {
      return Response.json({
        url: pathname,
        chunkSize: chunkBytes,
        chunksPerRequest: 64,
        hashAlgorithm: 'sha1',
        compression: ['gzip'],
      })
    }
    if (pathname.endsWith('/chunk-upload/')) {
      for (const [, file] of await request.formData()) {
        if (typeof file === 'string') return new Response('no file', { status: 400 })
        const chunk = gunzipSync(Buffer.from(await file.arrayBuffer()))
        if (sha1(chunk) !== file.name) return new Response('checksum', { status: 400 })
        chunks.set(file.name, chunk)
      }
      return new Response()
    }
    const asked = (await request.json()) as {
      checksum: string
      chunks: string[]
      projects: string[]
      version?: string
    }
    const missingChunks = asked.chunks.filter((checksum) => !chunks.has(checksum))
    if (missingChunks.length > 0) return Response.json({ state: 'not_found', missingChunks })
    if (state.fault === 'assembly') return Response.json({ state: 'error', detail: 'no manifest' })
    const bytes = Buffer.concat(asked.chunks.map((checksum) => chunks.get(checksum) ?? Buffer.alloc(0)))
    if (sha1(bytes) !== asked.checksum) return Response.json({ state: 'error', detail: 'checksum' })
    bundles.push({ bytes, projects: asked.projects, version: asked.version })
    return Response.json({ state: 'ok', missingChunks: [] })
  }

  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: incoming.headers as Record<string, string>,
      ...(body.byteLength > 0 && { body: new Uint8Array(body) }),
    })
    const response = await answer(request)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    bundles,
    get fault() {
      return state.fault
    },
    set fault(fault) {
      state.fault = fault
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The files of a zip, found by its central directory as other readers do. */
export function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20))
    files.set(name, inflateRawSync(packed).toString('utf8'))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex')
}
