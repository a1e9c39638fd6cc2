import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listenForHeartbeat } from './heartbeat.ts'

const LIMIT_MS = 60

function listen() {
  const heard: boolean[] = []
  const silences: (() => void)[] = []
  const heartbeat = listenForHeartbeat({
    limitMs: LIMIT_MS,
    onHeard: () => heard.push(true),
    onSilent: () => {
      heard.push(false)
      for (const silence of silences.splice(0)) silence()
    },
  })
  return { heard, heartbeat, silence: () => new Promise<void>((resolve) => silences.push(resolve)) }
}

test('a heartbeat that never comes is missed, once', async () => {
  const { heard, heartbeat, silence } = listen()
  await silence()
  await wait(LIMIT_MS * 2)
  expect(heard).toEqual([false])
  heartbeat.stop()
})

test('beats in time are told once, a silence after them once, and the next beat again', async () => {
  const { heard, heartbeat, silence } = listen()
  heartbeat.beat()
  heartbeat.beat()
  expect(heard).toEqual([true])
  await silence()
  heartbeat.beat()
  expect(heard).toEqual([true, false, true])
  heartbeat.stop()
})

test('nothing is missed once it stopped listening', async () => {
  const { heard, heartbeat } = listen()
  heartbeat.beat()
  heartbeat.stop()
  await wait(LIMIT_MS * 2)
  expect(heard).toEqual([true])
})
