import type { StandInRequest } from '../../cli/src/sentry/stand-in/server.ts'
import { SentryStandIn, type StandInOptions } from '../../cli/src/sentry/stand-in/server.ts'
import { rememberOutput } from './output-on-failure.ts'

export { type Envelope, readRecording } from '../../cli/src/sentry/stand-in/envelope.ts'

/** Keeps more than the stand-in of `npm start`: a test counts everything. */
const LIMITS = { maxEnvelopes: 1_000_000, maxBytes: 1_000_000_000, maxSpans: 1_000_000 }

/** The Sentry of a test: the stand-in of `npm start`, with a report for failing tests. */
export class Sentry extends SentryStandIn implements AsyncDisposable {
  readonly name = 'sentry'
  #closed = false

  constructor(options: StandInOptions = {}) {
    super({ limits: LIMITS, ...options })
    rememberOutput(this)
  }

  /** What a failing test prints. */
  get output(): string {
    const counts = new Map<string, number>()
    for (const { endpoint, status } of this.requests) {
      const row = `${endpoint || 'another path'} ${status}`
      counts.set(row, (counts.get(row) ?? 0) + 1)
    }
    const requests = [...counts].map(([row, count]) => `${count} × ${row}`)
    const errors = this.store
      .errors({ limit: 20 })
      .map((e) => `${e.traceId} ${e.transaction} ${e.title} (${e.userId})`)
    return [...requests, ...this.complaints.map(({ path, detail }) => `${path}: ${detail}`), ...errors].join(
      '\n',
    )
  }

  get exit(): true | undefined {
    return this.#closed || undefined
  }

  /** Requests that the real Sentry would have refused, other than as `answer` asked. */
  get complaints(): StandInRequest[] {
    return this.requests.filter(({ detail }) => detail !== '' && detail !== 'as asked')
  }

  /** Every byte that it was sent, refused or not: paths, headers, bodies. */
  bytes(): Buffer {
    const parts = this.requests.map(({ path, headers, body }) =>
      Buffer.concat([Buffer.from(`${path} ${JSON.stringify(headers)}\n`), body ?? Buffer.alloc(0)]),
    )
    return Buffer.concat(parts)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
    this.#closed = true
  }
}

/** Starts a stand-in of Sentry in this process; `await using` closes it. */
export async function startSentry(options: StandInOptions = {}): Promise<Sentry> {
  const sentry = new Sentry(options)
  await sentry.listen()
  return sentry
}
