import type { Random } from '../privacy/random.ts'
import type { Direction, Toxic, ToxicPort } from '../support/toxiproxy.ts'
import type { AnswerFault, AnswerProxy } from './proxy.ts'

/** The backends of the shipped configuration. */
export const BACKENDS = ['tempo', 'prometheus', 'sentry'] as const

export type BackendName = (typeof BACKENDS)[number]

/** The way to one backend: first TCP, then HTTP. */
export interface Door {
  readonly tcp: ToxicPort
  readonly http: AnswerProxy
}

/** One way in which a backend fails. */
export interface Fault {
  readonly id: string
  /** Continues "a backend that …". */
  readonly title: string
  begin(door: Door, random: Random): Promise<void>
  end(door: Door): Promise<void>
  /** Nothing reaches the backend while it lasts. Otherwise the backend takes the data, and it is the answer that fails. */
  readonly holds: boolean
  /** It shows in answers, so there must be some. */
  readonly answers?: boolean
  /** Backends that it makes sense for. Default: all. */
  readonly of?: readonly BackendName[]
  /** How long a sender may wait after it has ended, beyond the usual back-off. Faults that leave none are for short tests. */
  readonly waitMs?: number
}

const OTLP = ['tempo', 'prometheus'] as const
const SECOND_MS = 1000

function answering(
  id: string,
  title: string,
  fault: (random: Random) => AnswerFault,
  over: Partial<Fault> = {},
): Fault {
  return {
    id,
    title,
    holds: true,
    answers: true,
    async begin(door, random) {
      door.http.fault = fault(random)
    },
    async end(door) {
      door.http.fault = undefined
    },
    ...over,
  }
}

function poisoned(id: string, title: string, toxic: Toxic, way: Direction, over: Partial<Fault> = {}): Fault {
  return {
    id,
    title,
    holds: true,
    begin: (door) => door.tcp.poison(toxic, way),
    end: (door) => door.tcp.cure(toxic, way),
    ...over,
  }
}

const status = (code: number, headers?: () => Record<string, string>) => (): AnswerFault => ({
  kind: 'status',
  status: code,
  headers,
})

/** A date that many seconds away, to the whole second above. */
const dateIn = (seconds: number) =>
  new Date(Math.ceil(Date.now() / SECOND_MS + seconds) * SECOND_MS).toUTCString()

/** Nobody listens. */
export const GONE: Fault = {
  id: 'gone',
  title: 'is gone',
  holds: true,
  begin: (door) => door.tcp.close(),
  end: (door) => door.tcp.listen(),
}

/** Everything that a short outage is made of. 400 and 413, which lose data by design, stand in collector.refusals.test.ts. */
export const FAULTS: readonly Fault[] = [
  GONE,
  poisoned(
    'silent',
    'takes connections and never answers',
    { type: 'timeout', attributes: { timeout: 0 } },
    'downstream',
    {
      holds: false,
    },
  ),
  poisoned('reset', 'resets connections', { type: 'reset_peer', attributes: { timeout: 0 } }, 'upstream', {}),
  poisoned(
    'late',
    'answers after 2 s',
    { type: 'latency', attributes: { latency: 2000, jitter: 500 } },
    'downstream',
    {
      holds: false,
    },
  ),
  poisoned(
    'too-late',
    'answers after the collector has given up',
    { type: 'latency', attributes: { latency: 7000 } },
    'downstream',
    {
      holds: false,
    },
  ),
  poisoned('drips', 'reads 1 kB a second', { type: 'bandwidth', attributes: { rate: 1 } }, 'upstream', {
    holds: false,
  }),
  poisoned(
    'stops-reading',
    'cuts every connection after 100 bytes',
    { type: 'limit_data', attributes: { bytes: 100 } },
    'upstream',
  ),
  answering('401', 'answers 401', status(401), { of: OTLP }),
  answering('404', 'answers 404', status(404), { of: OTLP }),
  answering('partial', 'rejects two spans of each request', () => ({ kind: 'partial', spans: 2 }), {
    of: ['tempo'],
    holds: false,
  }),
  answering('500', 'answers 500', status(500)),
  answering(
    'retry-after-seconds',
    'answers 503 and names seconds',
    status(503, () => ({ 'retry-after': '2' })),
  ),
  answering(
    'retry-after-date',
    'answers 429 and names a date',
    status(429, () => ({ 'retry-after': dateIn(2) })),
  ),
  answering(
    'garbage',
    'answers 200 with garbage',
    (random) => ({ kind: 'garbage', body: Buffer.from(random.text(64)) }),
    {
      holds: false,
    },
  ),
  answering('cut', 'cuts its answers in the middle', () => ({ kind: 'cut' }), {
    holds: false,
  }),
  answering('lost', 'takes everything and cuts the connection', () => ({ kind: 'lost' }), {
    holds: false,
  }),
]

/** Faults that a sender needs minutes to get over. */
export const SLOW_FAULTS: readonly Fault[] = [
  answering('401', 'answers 401', status(401), { of: ['sentry'], waitMs: 60_000 }),
  answering('404', 'answers 404', status(404), { of: ['sentry'], waitMs: 60_000 }),
  answering(
    'retry-after-absurd',
    'answers 503 and names a billion seconds',
    status(503, () => ({ 'retry-after': '1000000000' })),
    { waitMs: 300_000 },
  ),
]
