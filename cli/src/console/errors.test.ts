import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SentryStandIn, standInDsn } from '../sentry/stand-in/server.ts'
import { type Console, startConsole } from './server.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
let sentry: SentryStandIn
let page: Console

beforeAll(async () => {
  sentry = await new SentryStandIn().listen()
  page = await startConsole({ port: 0, errors: sentry.store })
})
afterAll(async () => {
  await page.close()
  await sentry.close()
})

async function send(message: string, traceId: string): Promise<void> {
  const key = new URL(standInDsn(sentry.port)).username
  const event = { message, contexts: { trace: { trace_id: traceId } } }
  const body = `{}\n{"type":"event"}\n${JSON.stringify(event)}`
  const response = await fetch(`${sentry.url}/api/1/envelope/?sentry_key=${key}`, { method: 'POST', body })
  await response.arrayBuffer()
  expect(response.status).toBe(200)
}

async function get(query: string) {
  const response = await fetch(`${page.url}/api/errors${query}`)
  return { status: response.status, body: (await response.json()) as { errors: { title: string }[] } }
}

describe('GET /api/errors', () => {
  test('lists what Sentry got, newest first, and by trace', async () => {
    await send('first', TRACE)
    await send('second', 'f'.repeat(32))
    expect((await get('')).body.errors.map(({ title }) => title)).toEqual(['second', 'first'])
    expect((await get('?limit=1')).body.errors.map(({ title }) => title)).toEqual(['second'])
    expect((await get(`?trace=${TRACE}`)).body.errors).toMatchObject([{ title: 'first', traceId: TRACE }])
  })

  test.each(['?limit=0', '?limit=many', '?trace=abc'])('refuses %s', async (query) => {
    expect((await get(query)).status).toBe(400)
  })

  test('is empty where there is no Sentry', async () => {
    const alone = await startConsole({ port: 0 })
    const response = await fetch(`${alone.url}/api/errors`)
    expect(await response.json()).toEqual({ errors: [] })
    await alone.close()
  })
})
