import { describe, expect, it } from 'vitest'
import { makePlan, type PlanOptions } from './plan.ts'
import { PlantList } from './plants.ts'

const options = { seed: 7, rate: 50, durationMs: 60_000 }
const plan = wholePlan(options)

function wholePlan(options: PlanOptions) {
  const plants = new PlantList()
  const departures = [...makePlan({ ...options, onPlant: plants.add })]
  return { departures, plants: plants.all() }
}

describe('makePlan', () => {
  it('gives the same traffic for the same seed', () => {
    expect(wholePlan(options)).toEqual(plan)
  })

  it('gives other traffic for another seed', () => {
    expect(wholePlan({ ...options, seed: 8 })).not.toEqual(plan)
  })

  it('sends rate times duration requests, spread over the duration', () => {
    expect(plan.departures).toHaveLength(3000)
    const moments = plan.departures.map(({ atMs }) => atMs)
    expect(moments).toEqual([...moments].sort((a, b) => a - b))
    expect(moments.at(-1)).toBeLessThan(60_000)
    const firstHalf = moments.filter((atMs) => atMs < 30_000).length
    expect(firstHalf).toBeGreaterThan(1400)
    expect(firstHalf).toBeLessThan(1600)
  })

  it('has few buyers among many visitors when asked for a shop', () => {
    const { departures } = wholePlan({ ...options, rate: 1000, mix: 'shop' })
    const bought = departures.filter(({ request }) => /orders|registrations/.test(request.route)).length
    expect(bought / departures.length).toBeGreaterThan(0.007)
    expect(bought / departures.length).toBeLessThan(0.012)
    const usual = plan.departures.filter(({ request }) => /orders|registrations/.test(request.route)).length
    expect(usual / plan.departures.length).toBeGreaterThan(0.3)
  })

  it('visits every kind of route', () => {
    const routes = new Set(plan.departures.map(({ request }) => `${request.method} ${request.route}`))
    expect([...routes].sort()).toEqual([
      'GET (unmatched)',
      'GET /',
      'GET /admin',
      'GET /api/events',
      'GET /api/slow',
      'GET /api/throws',
      'GET /events/[id]',
      'GET /slow',
      'GET /throws',
      'POST /api/orders',
      'POST /api/registrations',
    ])
  })

  it('lets six buyers leave at the same moment for the same last seats', () => {
    const groups = Map.groupBy(plan.departures, ({ atMs }) => atMs)
    const races = [...groups.values()].filter((group) => group.length >= 6)
    expect(races.length).toBeGreaterThan(10)
    for (const race of races) {
      const events = race.slice(0, 6).map(({ request }) => request.body?.eventId)
      expect(new Set(events).size, JSON.stringify(events)).toBe(1)
    }
  })

  it('notes every kind of planted value with its place', () => {
    const seen = new Set(plan.plants.map(({ kind, place }) => `${kind} in ${place}`))
    for (const expected of [
      'card in body',
      'name in body',
      'email in body',
      'phone in body',
      'teudat_zehut in body',
      'address in body',
      'email in query',
      'phone in query',
      'jwt in query',
      'source_token in query',
      'session in header',
      'bearer in header',
      'vendor_key in header',
      'ip in header',
      'email in path',
      'reset_token in path',
    ]) {
      expect(seen, [...seen].join(', ')).toContain(expected)
    }
  })

  it('plants nothing that no request carries', () => {
    const short = wholePlan({ ...options, durationMs: 3000 })
    const sent = short.departures
      .flatMap(({ request }) => [
        decodeURIComponent(request.path).replaceAll('+', ' '),
        request.path,
        JSON.stringify(request.body ?? {}),
        request.payHeldWith ?? '',
        JSON.stringify(request.headers),
        decodeURIComponent(request.headers.cookie ?? ''),
      ])
      .join('\n')
    const missing = short.plants.filter(
      ({ value }) => !sent.includes(value.replaceAll('+', ' ')) && !sent.includes(value),
    )
    expect(missing).toEqual([])
  })
})
