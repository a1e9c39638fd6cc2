import { openPool } from '../../demo/db/pool.ts'
import { runCollectMetrics } from '../support/collect-metrics.ts'
import { buy } from '../support/counted-truth.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import type { OtlpReceiver } from '../support/send.ts'

/** Live events of the simulated day. */
export const LIVE_EVENTS = 50
/** Processes of the app in that day: it is deployed twice. */
export const APP_PROCESSES = 3

/** The demo as it runs for a day: with live events enough, deployed again and again. */
export class Shop implements AsyncDisposable {
  readonly #demos: Demo[] = []
  readonly #receiver: OtlpReceiver

  constructor(receiver: OtlpReceiver) {
    this.#receiver = receiver
  }

  get app(): Demo {
    const app = this.#demos.at(-1)
    if (!app) throw new Error('The shop is not open yet.')
    return app
  }

  /**
   * A day in a minute. How many series there are depends on what happens, not on how often: every kind of visit is
   * paid, every event sold, the metrics job runs twice per process, under one name as it does 288 times.
   */
  async day(): Promise<void> {
    for (let process = 0; process < APP_PROCESSES; process++) {
      await this.#deploy()
      if (process === 0) await this.#addEvents()
      await buy(this.app.url, { seed: 21 + process, seconds: 12 })
      for (const id of await this.#liveEvents()) {
        await this.app.order({ eventId: id, spots: 1, tenant: id < 100 || id >= 500 ? 'habima' : 'zappa' })
      }
      for (let run = 0; run < 2; run++) await runCollectMetrics(this.#databaseUrl, this.#receiver)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const demo of this.#demos) await demo[Symbol.asyncDispose]()
  }

  get #databaseUrl(): string {
    return this.#demos[0]?.databaseUrl ?? ''
  }

  async #deploy(): Promise<void> {
    await this.#demos.at(-1)?.stop()
    const env: Record<string, string> = this.#demos.length > 0 ? { DATABASE_URL: this.#databaseUrl } : {}
    this.#demos.push(await startDemo({ telemetry: { receiver: this.#receiver }, env }))
  }

  async #addEvents(): Promise<void> {
    await this.#query(
      `insert into events (id, tenant_id, kind, title_he, title_en, blurb_he, blurb_en, venue_id, starts_at,
         price_minor, capacity, seats_taken)
       select 500 + n, 'habima', 'play', 'הצגה', 'Play', '', '', 'rovina', now() + interval '30 days', 9000, 500, 0
       from generate_series(1, $1 - (select count(*)::int from events where starts_at > now())) as n`,
      [LIVE_EVENTS],
    )
  }

  async #liveEvents(): Promise<number[]> {
    const rows = await this.#query('select id from events where starts_at > now() order by id')
    return rows.map(({ id }) => Number(id))
  }

  async #query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const env = { NODE_ENV: 'test', DATABASE_URL: this.#databaseUrl, DATABASE_POOL_MAX: '1' } as const
    const pool = openPool(env, (error) => console.error('idle connection:', error.message))
    try {
      return (await pool.query(sql, values)).rows
    } finally {
      await pool.end()
    }
  }
}
