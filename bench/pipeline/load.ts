import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Collector } from '../../tests/support/collector.ts'
import type { Traffic } from './traffic.ts'

/** What became of a load. */
export interface Sent {
  spans: number
  /** Requests that the collector did not take; an app would send them again. */
  refused: number
  seconds: number
}

/** Requests that wait for their answer at once. A sender that waits for more has fallen behind, and sends less. */
const IN_FLIGHT = 16

/** Sends `rate` spans a second for `seconds`, evenly, as far as answers come, and waits for the last of them. */
export async function load(
  collector: Collector,
  traffic: Traffic,
  rate: number,
  seconds: number,
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const sent: Sent = { spans: 0, refused: 0, seconds: 0 }
  const running = new Set<Promise<void>>()
  const start = performance.now()
  const elapsed = () => (performance.now() - start) / 1000
  const requests = Math.round((rate * seconds) / traffic.spansPerRequest)
  for (let i = 0; i < requests && elapsed() < seconds; i += 1) {
    const due = (i * traffic.spansPerRequest) / rate
    if (due > elapsed()) await pause((due - elapsed()) * 1000)
    while (running.size >= IN_FLIGHT) await Promise.race(running)
    const answer = post(collector, agent, traffic.next()).then((status) => {
      if (status === 200) sent.spans += traffic.spansPerRequest
      else sent.refused += 1
    })
    running.add(answer)
    answer.finally(() => running.delete(answer))
  }
  await Promise.all(running)
  sent.seconds = elapsed()
  agent.destroy()
  return sent
}

function post({ httpUrl, token }: Collector, agent: Agent, body: Buffer): Promise<number> {
  const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    const sending = request(
      new URL('/v1/traces', httpUrl),
      { method: 'POST', agent, headers },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sending.once('error', reject).end(body)
  })
}
