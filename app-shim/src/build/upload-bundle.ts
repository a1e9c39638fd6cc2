import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

const ANSWER_LIMIT_MILLIS = 60_000
const ASSEMBLY_LIMIT_MILLIS = 120_000
const POLL_MILLIS = 1000

/** Where a bundle goes. */
export interface UploadTarget {
  /** `https://sentry.io`. */
  readonly url: string
  readonly org: string
  readonly project: string
  readonly release: string | undefined
  readonly token: string
  /** Milliseconds between two questions about the state; replaced in tests. */
  readonly pollMillis?: number
}

interface ChunkOptions {
  readonly url: string
  readonly chunkSize: number
  readonly compression?: readonly string[]
}

interface Assembly {
  readonly state: 'not_found' | 'created' | 'assembling' | 'ok' | 'error'
  readonly missingChunks?: readonly string[]
  readonly detail?: string | null
}

/**
 * Uploads a bundle in chunks that the server does not have, and waits until it has put them together.
 *
 * @throws Error with what the server said; never with the token
 */
export async function uploadBundle(bundle: Buffer, target: UploadTarget): Promise<void> {
  const api = `${target.url.replace(/\/+$/, '')}/api/0/organizations/${encodeURIComponent(target.org)}`
  const options = (await ask(target, `${api}/chunk-upload/`)) as ChunkOptions
  const chunks = chunksOf(bundle, options.chunkSize)
  const body = JSON.stringify({
    checksum: sha1(bundle),
    chunks: [...chunks.keys()],
    projects: [target.project],
    ...(target.release !== undefined && { version: target.release }),
  })
  const assemble = async () =>
    (await ask(target, `${api}/artifactbundle/assemble/`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })) as Assembly
  const end = performance.now() + ASSEMBLY_LIMIT_MILLIS
  for (;;) {
    const { state, missingChunks = [], detail } = await assemble()
    if (state === 'error')
      throw new Error(`The server could not put the bundle together: ${detail ?? 'no reason given'}`)
    // `created`: it has everything, and does the rest by itself.
    if (state === 'ok' || (state === 'created' && missingChunks.length === 0)) return
    for (const checksum of missingChunks) {
      const chunk = chunks.get(checksum)
      if (chunk) await sendChunk(target, new URL(options.url, api).href, checksum, chunk, options)
    }
    if (performance.now() > end)
      throw new Error(`The bundle was not put together within ${ASSEMBLY_LIMIT_MILLIS / 1000} s.`)
    if (missingChunks.length === 0) await pause(target.pollMillis ?? POLL_MILLIS)
  }
}

async function sendChunk(
  target: UploadTarget,
  url: string,
  checksum: string,
  chunk: Buffer,
  { compression = [] }: ChunkOptions,
): Promise<void> {
  const packed = compression.includes('gzip')
  const form = new FormData()
  const content = new Blob([new Uint8Array(packed ? gzipSync(chunk) : chunk)])
  form.append(packed ? 'file_gzip' : 'file', content, checksum)
  await ask(target, url, { method: 'POST', body: form })
}

async function ask({ token, url }: UploadTarget, address: string, init: RequestInit = {}): Promise<unknown> {
  if (new URL(address).origin !== new URL(url).origin && !isSentryRegion(address, url)) {
    throw new Error(
      `The server names another one for uploads, ${new URL(address).origin}. The token is not sent there.`,
    )
  }
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` }
  const response = await fetch(address, {
    ...init,
    headers,
    signal: AbortSignal.timeout(ANSWER_LIMIT_MILLIS),
  })
  const text = await response.text()
  if (!response.ok)
    throw new Error(`${new URL(address).pathname} answers ${response.status}: ${text.slice(0, 200)}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** sentry.io hands uploads to the region of the organization: us.sentry.io, de.sentry.io. */
function isSentryRegion(address: string, url: string): boolean {
  return [address, url].every((each) => /^https:\/\/([\w-]+\.)*sentry\.io$/.test(new URL(each).origin))
}

function chunksOf(bundle: Buffer, size: number): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  for (let at = 0; at < bundle.byteLength; at += size) {
    const chunk = bundle.subarray(at, at + size)
    chunks.set(sha1(chunk), chunk)
  }
  return chunks
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex')
}
