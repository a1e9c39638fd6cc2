import { fileURLToPath } from 'node:url'
import { openPool } from '../../demo/db/pool.ts'
import { type Demo, TEST_CARDS } from '../support/demo.ts'
import { Program } from '../support/program.ts'
import type { Stand } from './stand.ts'

interface EventSeats {
  id: number
  capacity: number
  seatsTaken: number
}

/** Most seats that one order may take. */
const MAX_SPOTS = 8

/** Ties a paid order to the event of another box office, behind the back of the demo, and opens its page. */
export async function crossTenantBorder(stand: Stand): Promise<void> {
  const { demo } = stand
  const answer = await demo.order({ eventId: await largest(demo), spots: 1 })
  const { orderId } = (await answer.json()) as { orderId: string }
  const tie = `update registrations set event_id = (select min(id) from events where tenant_id = 'zappa') where id = $1`
  await change(stand, tie, orderId)
  await demo.get(`/orders/${orderId}`)
}

/** Opens, again and again, the page of an event that belongs to another box office. It says that there is none. */
export async function browseAnotherTenant({ demo }: Stand, count: number): Promise<void> {
  await repeat(count, () => demo.get('/events/1', { 'x-tenant': 'zappa' }))
}

/** Reports a seat that was sold twice. */
export async function oversell({ collector }: Stand): Promise<void> {
  await using program = new Program({
    name: 'box-office',
    command: process.execPath,
    args: [fileURLToPath(new URL('./box-office.ts', import.meta.url))],
    env: {
      NEXT_RUNTIME: 'nodejs',
      NODE_ENV: 'test',
      OTEL_SERVICE_NAME: 'box-office',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      SIDECAR_TOKEN: collector.token,
    },
  })
  const { code } = await program.exited
  if (code !== 0) throw new Error(`The box office ended with ${code}. Its output:\n${program.output}`)
}

/**
 * Lets sixteen buyers meet at the last seats of each tour. Whether two of them see the same seat is chance, six times.
 * Adds seats afterwards, so that no tour is told to be full as well.
 */
export async function raceForTheLastSeat(stand: Stand): Promise<void> {
  const { demo } = stand
  const tours = (await eventsOf(demo)).filter(({ capacity, seatsTaken }) => {
    const left = capacity - seatsTaken
    return left >= 1 && left <= 3
  })
  if (tours.length === 0) throw new Error('No event has between one and three seats left.')
  for (const { id } of tours) {
    await Promise.all(Array.from({ length: 16 }, () => demo.order({ eventId: id, spots: 1 })))
    await setCapacity(stand, id, 100)
    await demo.order({ eventId: id, spots: 1 })
  }
}

/** Cuts every connection to the database, and refuses new ones for a while. */
export async function cutDatabase({ database }: Stand, wait: () => Promise<unknown>): Promise<void> {
  await database.shut()
  await wait()
  await database.open()
}

/** Pays with a card that the provider answers with 500. */
export async function failPayments({ demo }: Stand, count: number): Promise<void> {
  await repeat(count, async () =>
    demo.order({ eventId: await largest(demo), spots: 1, card: TEST_CARDS.fail }),
  )
}

/** Lets the provider take 6 s over good cards. */
export async function slowPayments({ demo, provider }: Stand, count: number): Promise<void> {
  provider.delayMs = 6_000
  await repeat(count, async () => demo.order({ eventId: await largest(demo), spots: 1 }))
  provider.delayMs = 0
}

/** Calls a route that throws. */
export async function throwInRoutes({ demo }: Stand, count: number): Promise<void> {
  await repeat(count, () => demo.get('/api/throws'))
}

/** Calls a route that takes 3 s. */
export async function answerLate({ demo }: Stand, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => demo.get('/api/slow?ms=3000')))
}

/** Gives the fullest event seats enough to be 94 % full, then sells it to just over 95 %. Returns its id. */
export async function fillEvent(stand: Stand): Promise<number> {
  const share = ({ capacity, seatsTaken }: EventSeats) => seatsTaken / capacity
  // Of a small event the last seat is more than 5 %.
  const events = (await eventsOf(stand.demo)).filter(({ capacity }) => capacity >= 100)
  const [event] = events.sort((a, b) => share(b) - share(a))
  if (!event) throw new Error('The box office has no event of 100 seats.')
  const capacity = Math.ceil(event.seatsTaken / 0.94)
  await setCapacity(stand, event.id, capacity)
  const wanted = Math.floor(capacity * 0.95) + 1 - event.seatsTaken
  for (let seats = wanted; seats > 0; seats -= MAX_SPOTS) {
    const answer = await stand.demo.order({ eventId: event.id, spots: Math.min(seats, MAX_SPOTS) })
    if (answer.status !== 201)
      throw new Error(`An order for event ${event.id} was answered with ${answer.status}.`)
  }
  return event.id
}

/** Adds as many seats as are sold, and sells one of them: the count goes out with a sale. */
export async function addSeats(stand: Stand, eventId: number): Promise<void> {
  const event = (await eventsOf(stand.demo)).find(({ id }) => id === eventId)
  if (!event) throw new Error(`There is no event ${eventId}.`)
  await setCapacity(stand, eventId, event.seatsTaken * 2)
  await stand.demo.order({ eventId, spots: 1 })
}

function setCapacity(stand: Stand, eventId: number, seats: number): Promise<void> {
  return change(stand, 'update events set capacity = $2 where id = $1', eventId, seats)
}

async function change({ databaseUrl }: Stand, statement: string, ...values: unknown[]): Promise<void> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATABASE_POOL_MAX: '1' }
  const pool = openPool(env, () => undefined)
  try {
    await pool.query(statement, values)
  } finally {
    await pool.end()
  }
}

/** The event with the most seats left. */
export async function largest(demo: Demo): Promise<number> {
  const left = ({ capacity, seatsTaken }: EventSeats) => capacity - seatsTaken
  const [event] = (await eventsOf(demo)).sort((a, b) => left(b) - left(a))
  if (!event) throw new Error('The box office has no events.')
  return event.id
}

async function eventsOf(demo: Demo): Promise<EventSeats[]> {
  const { events } = (await (await demo.get('/api/events')).json()) as { events: EventSeats[] }
  return events
}

async function repeat(count: number, action: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await action()
}
