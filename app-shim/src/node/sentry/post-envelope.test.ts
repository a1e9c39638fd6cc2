import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { envelopePoster } from './post-envelope.ts'

/** A receiver of envelopes that answers with a status, and the bytes it got. */
async function receiver(answer = 200) {
  const got: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push(Buffer.concat(chunks).toString())
    response.writeHead(found.answer).end()
  })
  const found = { answer, got, url: '' }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  found.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/1/envelope/`
  return found
}

function posterTo(...receivers: { url: string }[]) {
  const post = envelopePoster({
    urls: receivers.map(({ url }) => url),
    headers: {},
    timeoutMillis: 2000,
    certificate: undefined,
  })
  return (text: string) => post(Buffer.from(text))
}

it('gives an envelope to the next collector when the first cannot take it, and stays there', async () => {
  const [first, second] = [await receiver(503), await receiver()]
  const post = posterTo(first, second)
  expect(await post('one')).toEqual({ outcome: 'delivered' })
  expect(await post('two')).toEqual({ outcome: 'delivered' })
  expect([first.got, second.got]).toEqual([['one'], ['one', 'two']])
})

it('gives what one collector rejects for good to no other', async () => {
  const [first, second] = [await receiver(413), await receiver()]
  const post = posterTo(first, second)
  expect(await post('huge')).toMatchObject({ outcome: 'rejected' })
  expect(second.got).toEqual([])
})

it('asks for another try when no collector takes it', async () => {
  const [first, second] = [await receiver(503), await receiver(503)]
  const post = posterTo(first, second)
  expect(await post('one')).toEqual({ outcome: 'retry', reason: 'answers 503' })
  expect([first.got, second.got]).toEqual([['one'], ['one']])
})
