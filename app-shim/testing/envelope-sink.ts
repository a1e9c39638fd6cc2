import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { parseEnvelope } from '@sentry/core'

/** Items whose payload is no JSON. */
const BINARY: ReadonlySet<string> = new Set(['attachment', 'replay_recording'])

/** How the sink answers: a status, `hang` (no answer), or `drop` (the connection ends). */
export type EnvelopeAnswer = number | 'hang' | 'drop'

/** One item of an envelope as it came in. */
export interface ReceivedItem {
  readonly type: string
  readonly payload: Record<string, unknown>
}

/** The Sentry receiver of a collector, in this process: takes envelopes and keeps those it accepted. */
export class EnvelopeSink implements AsyncDisposable {
  readonly items: ReceivedItem[] = []
  /** Raw bodies, accepted or not. */
  readonly bodies: Buffer[] = []
  readonly requests: { path: string; headers: IncomingMessage['headers']; answered: EnvelopeAnswer }[] = []
  answer: EnvelopeAnswer = 200
  retryAfterSeconds: number | undefined
  #server: Server | undefined
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Error events, in the order they were accepted. */
  get events(): Record<string, unknown>[] {
    return this.items.filter((item) => item.type === 'event').map((item) => item.payload)
  }

  /** Messages of the exceptions, outermost last, one text an event. */
  get messages(): string[] {
    return this.events.map((event) => {
      const { values } = event.exception as { values: { value: string }[] }
      return values.at(-1)?.value ?? ''
    })
  }

  /** Listens, on the same port as before. */
  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      const answered = this.answer
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        // Traces and metrics may come here too, so that a test needs no second receiver; they are not its matter.
        if (!request.url?.endsWith('/envelope/')) return response.end()
        const raw = Buffer.concat(chunks)
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
        this.bodies.push(body)
        this.requests.push({ path: request.url ?? '', headers: request.headers, answered })
        if (answered === 'hang') return
        if (answered === 'drop') return request.socket.destroy()
        if (answered < 300) this.#keep(body)
        if (this.retryAfterSeconds !== undefined) response.setHeader('retry-after', this.retryAfterSeconds)
        response.statusCode = answered
        response.end('{}')
      })
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    return this
  }

  /** Takes the receiver away; `listen()` brings it back. */
  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #keep(body: Buffer): void {
    const [, items] = parseEnvelope(body)
    for (const [header, payload] of items) {
      const type = header.type ?? ''
      // The SDK leaves the payload of an item with a length as bytes.
      const read =
        payload instanceof Uint8Array && !BINARY.has(type)
          ? JSON.parse(new TextDecoder().decode(payload))
          : payload
      this.items.push({ type, payload: read as Record<string, unknown> })
    }
  }
}

/** Starts a sink on a free port; `await using` stops it. */
export function startEnvelopeSink(): Promise<EnvelopeSink> {
  return new EnvelopeSink().listen()
}
