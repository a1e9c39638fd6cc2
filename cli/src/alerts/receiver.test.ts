import { expect, test } from 'vitest'
import { noticeLine } from './lines.ts'
import type { Notice } from './notice.ts'
import { startAlertReceiver } from './receiver.ts'

const ALERT = {
  status: 'firing',
  fingerprint: 'a1',
  labels: { alertname: 'CapacityOversold', severity: 'page', job: 'ticketcap' },
  annotations: {
    summary: '1 capacity races ended oversold',
    runbook_url: 'alerts/runbooks.md#capacityoversold',
  },
  startsAt: '2026-11-24T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
}

async function start() {
  const notices: Notice[] = []
  const heartbeats: boolean[] = []
  const receiver = await startAlertReceiver({
    port: 0,
    onNotice: (notice) => notices.push(notice),
    onHeartbeat: (heard) => heartbeats.push(heard),
  })
  const post = (path: string, body: unknown) =>
    fetch(`${receiver.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { notices, heartbeats, post, [Symbol.asyncDispose]: () => receiver.close() }
}

const message = (...alerts: object[]) => ({ version: '4', alerts })

test('an alert is told when it begins and when it ends, not when the message is repeated', async () => {
  await using receiver = await start()
  const ended = { ...ALERT, status: 'resolved', endsAt: '2026-11-24T10:12:05Z' }
  for (const alert of [ALERT, ALERT, ended, ended]) await receiver.post('/page', message(alert))
  expect(receiver.notices.map(({ status }) => status)).toEqual(['firing', 'resolved'])
  expect(receiver.notices.map((notice) => noticeLine(notice, (_, text) => text))).toEqual([
    ' ▲ page   CapacityOversold 1 capacity races ended oversold alerts/runbooks.md#capacityoversold',
    ' ✓ page   CapacityOversold is over after 12 min 5 s',
  ])
})

test('an alert that comes again is told again', async () => {
  await using receiver = await start()
  await receiver.post('/page', message(ALERT))
  await receiver.post('/page', message({ ...ALERT, startsAt: '2026-11-24T11:00:00Z' }))
  expect(receiver.notices).toHaveLength(2)
})

test('the heartbeat is no alert', async () => {
  await using receiver = await start()
  const watchdog = { ...ALERT, labels: { alertname: 'Watchdog', severity: 'ticket' } }
  expect((await receiver.post('/heartbeat', message(watchdog))).status).toBe(200)
  expect(receiver).toMatchObject({ heartbeats: [true], notices: [] })
})

test.each([
  ['no JSON', '/page', '<xml/>', 400],
  ['another format', '/page', { version: '3', alerts: [] }, 400],
  ['an alert without a name', '/page', message({ ...ALERT, labels: {} }), 400],
  ['a receiver nobody has', '/pager', message(ALERT), 404],
])('%s is refused, and nobody is told', async (_, path, body, status) => {
  await using receiver = await start()
  const answer = await receiver.post(path, body)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error: { where: expect.any(String), do: expect.any(String) } })
  expect(receiver.notices).toEqual([])
})

test('a text cannot command the terminal, nor make lines of its own', async () => {
  await using receiver = await start()
  const summary = `\u001b]0;owned\u0007first\nsecond${'x'.repeat(1000)}`
  await receiver.post('/page', message({ ...ALERT, annotations: { summary } }))
  const [notice] = receiver.notices
  const line = notice ? noticeLine(notice, (_, text) => text) : ''
  expect(line).toMatch(/^ ▲ page {3}CapacityOversold {2}\]0;owned first secondx+$/)
  expect(line.length).toBeLessThan(400)
})
