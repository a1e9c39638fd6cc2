import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  browseAnotherTenant,
  crossTenantBorder,
  cutDatabase,
  oversell,
  raceForTheLastSeat,
} from './alerts/failures.ts'
import { type Stand, startStand } from './alerts/stand.ts'
import { alertmanagerMissing } from './support/alertmanager.ts'
import { waitFor } from './support/wait-for.ts'

/** Longer than the minute between two beats, and what the machine may be late. */
const HEARTBEAT_LIMIT_MS = 75_000
/** Export, evaluation every 15 s, 30 s until a ticket goes out, and what the machine may be late. */
const TOLD_WITHIN_MS = 90_000

describe.skipIf(alertmanagerMissing)(
  `from a failure in the demo to the pager, by the shipped rules and configurations${alertmanagerMissing ? ` (${alertmanagerMissing})` : ''}`,
  () => {
    let stand: Stand

    beforeAll(async () => {
      stand = await startStand({
        app: { OTEL_METRIC_EXPORT_INTERVAL: '1000' },
        collector: { METRICS_FLUSH_INTERVAL: '1s', SAMPLING_DECISION_WAIT: '1s' },
        heartbeatLimitMs: HEARTBEAT_LIMIT_MS,
      })
    })

    afterAll(() => stand?.[Symbol.asyncDispose]())

    const names = () => stand.told.map(({ notice }) => `${notice.severity} ${notice.name}`)
    const told = (name: string) =>
      waitFor(() => stand.told.find(({ notice }) => notice.name === name && notice.status === 'firing'), {
        deadline: TOLD_WITHIN_MS,
        describe: () => `Told: ${names().join(', ')}`,
      })

    test('ordinary orders are told to nobody, while the heartbeat is heard', async () => {
      await stand.demo.order()
      await waitFor(() => stand.heartbeats.length > 0, { deadline: TOLD_WITHIN_MS })
      expect(stand.heartbeats.map(({ heard }) => heard)).toEqual([true])
      expect(names()).toEqual([])
    })

    test("an order that shows another box office's event wakes somebody", async () => {
      // Ten that are turned away besides: they are no failures, and a ticket of their own, seen below.
      await browseAnotherTenant(stand, 10)
      await crossTenantBorder(stand)
      const { notice } = await told('TenantIsolationFailure')
      expect(notice).toMatchObject({
        severity: 'page',
        summary: 'Data crossed a tenant border 1 time(s) in the last hour',
        labels: { job: 'ticketcap', deployment_environment_name: 'production' },
      })
    })

    test('a seat sold twice wakes somebody; buyers who raced for one seat, and guests who were turned away, make tickets', async () => {
      await oversell(stand)
      await raceForTheLastSeat(stand)
      expect((await told('CapacityOversold')).notice.severity).toBe('page')
      expect((await told('CapacityRacePrevented')).notice.severity).toBe('ticket')
      expect((await told('TenantAccessBlocked')).notice.severity).toBe('ticket')
    })

    test('a database that refuses connections wakes somebody, as often as it was refused', async () => {
      await cutDatabase(stand, () => stand.demo.get('/api/events'))
      const { notice } = await told('DatabaseConnectionError')
      expect(notice.severity).toBe('page')
      expect(notice.summary).toMatch(/^[1-9]\d* database connections failed in the last 10 minutes$/)
    })

    test('nothing else was told', () => {
      const expected = [
        'CapacityOversold',
        'CapacityRacePrevented',
        'DatabaseConnectionError',
        'TenantAccessBlocked',
        'TenantIsolationFailure',
      ]
      expect([...new Set(stand.told.map(({ notice }) => notice.name))].sort()).toEqual(expected)
    })

    test('the heartbeat comes every minute', async () => {
      const since = () => Date.now() - (stand.heartbeats[0]?.at ?? Date.now())
      await waitFor(() => since() > HEARTBEAT_LIMIT_MS, { deadline: HEARTBEAT_LIMIT_MS })
      expect(stand.heartbeats.map(({ heard }) => heard)).toEqual([true])
    })

    test('when alerting itself dies, its heartbeat is missed', async () => {
      await stand.alertmanager.program.stop()
      await waitFor(() => stand.heartbeats.at(-1)?.heard === false, {
        deadline: HEARTBEAT_LIMIT_MS + 10_000,
        describe: () => `Heartbeats: ${JSON.stringify(stand.heartbeats)}`,
      })
      expect(stand.heartbeats.map(({ heard }) => heard)).toEqual([true, false])
    })
  },
)
