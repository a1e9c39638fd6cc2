import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardNames, readBoard } from '../../../../dashboards/reading/board-file.ts'
import { type Console, startConsole } from '../server.ts'

/** Nobody listens there. */
const NO_PROMETHEUS = 'http://127.0.0.1:9'

interface Answer {
  status: number
  body: {
    error: { where: string; seen: string; do: string }
    dashboards: { name: string; title: string }[]
    panels: { id: number; type: string; traceql: string[]; columns: { title: string }[]; rows: object }[]
    offers: { metrics: boolean }
  }
}

let without: Console
let unreachable: Console

beforeAll(async () => {
  without = await startConsole({ port: 0 })
  unreachable = await startConsole({ port: 0, prometheus: NO_PROMETHEUS })
})
afterAll(async () => {
  await without.close()
  await unreachable.close()
})

async function get({ url }: Console, path: string): Promise<Answer> {
  const response = await fetch(url + path)
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

describe('GET /api/dashboards', () => {
  test('lists every board once, Overview first', async () => {
    const { body } = await get(without, '/api/dashboards')
    expect(body.dashboards.map(({ name }) => name).sort()).toEqual(boardNames())
    expect(body.dashboards[0]).toMatchObject({ name: 'overview', title: 'Overview' })
  })

  test.each(boardNames())('%s has the panels of its file and none of its queries', async (name) => {
    const { body } = await get(without, `/api/dashboards/${name}`)
    expect(body.panels.map(({ id, type }) => [id, type])).toEqual(
      readBoard(name).panels.map(({ id, type }) => [id, type]),
    )
    expect(JSON.stringify(body)).not.toContain('rate(')
  })

  test('says the columns of a table by their titles', async () => {
    const { body } = await get(without, '/api/dashboards/overview')
    const table = body.panels.find(({ type, traceql }) => type === 'table' && traceql.length === 0)
    expect(table?.columns.map(({ title }) => title)).toEqual(['Requests', '5xx', 'p50', 'p95'])
    expect(table?.rows).toEqual({ http_request_method: 'Method', http_route: 'Route' })
  })
})

describe('what is wrong is said', () => {
  test.each([
    ['a board that is not there', '/api/dashboards/sales', 404, 'There are: '],
    ['a panel that is not there', '/api/dashboards/overview/panels/999', 404, 'GET /api/dashboards'],
    ['a time that is not offered', '/api/dashboards/overview/panels/1?range=7', 400, '300'],
  ])('%s', async (_, path, status, remedy) => {
    const answer = await get(unreachable, path)
    expect(answer.status).toBe(status)
    expect(answer.body.error.do).toContain(remedy)
  })

  test.each(['/api/flow', '/api/alerts', '/api/dashboards/overview/panels/1'])(
    '%s without a Prometheus, and with one that does not answer',
    async (path) => {
      expect(await get(without, path)).toMatchObject({
        status: 503,
        body: { error: { seen: 'no Prometheus' } },
      })
      expect(await get(unreachable, path)).toMatchObject({
        status: 502,
        body: { error: { where: `Prometheus at ${NO_PROMETHEUS}`, do: 'Is the stack still running?' } },
      })
    },
  )
})

test('the status says whether there is a Prometheus to read', async () => {
  expect((await get(without, '/api/status')).body.offers.metrics).toBe(false)
  expect((await get(unreachable, '/api/status')).body.offers.metrics).toBe(true)
})
