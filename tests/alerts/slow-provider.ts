import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { startProvider } from '../../demo/provider/server.ts'

/** The payment provider of the demo, behind a connection that can be slow. */
export interface SlowProvider extends AsyncDisposable {
  readonly url: string
  /** How long every answer is held back, in milliseconds. */
  delayMs: number
}

/** Starts the provider; it answers at once until `delayMs` is set. */
export async function startSlowProvider(): Promise<SlowProvider> {
  const provider = await startProvider()
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    const body = method === 'POST' ? await text(request) : undefined
    await wait(slow.delayMs)
    const answer = await fetch(`${provider.url}${url}`, { method, body })
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const slow: SlowProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayMs: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await provider.stop()
    },
  }
  return slow
}
