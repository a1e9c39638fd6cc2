import { randomBytes } from 'node:crypto'
import { METHODS, request } from 'node:http'

/** Requests of an attack that are open at once. */
const AT_ONCE = 16
/** CONNECT opens a tunnel instead of asking; a server without tunnels drops it. */
const ASKING = METHODS.filter((method) => method !== 'CONNECT')

/** Sends requests of which every part that a stranger chooses is new each time: the names he would like to see counted. */
export async function attack(url: string, requests: number): Promise<void> {
  let left = requests
  const worker = async () => {
    while (left-- > 0) await send(new URL(url), left)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

const KINDS = [anyPath, eventPage, order, tenant] as const

function send(url: URL, number: number): Promise<void> {
  const kind = KINDS[number % KINDS.length] as (typeof KINDS)[number]
  const { method, path, headers, body } = kind(number)
  const { hostname, port } = url
  return new Promise((resolve) => {
    const sent = request(
      { hostname, port, method, path, headers: { ...strange(), ...headers }, timeout: 30_000 },
      (answer) => answer.resume().once('close', resolve),
    )
    // Refused by Node's own parser, or dropped: both are answers.
    sent.once('error', () => resolve())
    sent.once('timeout', () => sent.destroy())
    sent.end(body)
  })
}

interface Strange {
  readonly method: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

function anyPath(number: number): Strange {
  const depth = 1 + (number % 4)
  const path = Array.from({ length: depth }, () => `/${some()}`).join('')
  return { method: ASKING[number % ASKING.length] ?? 'GET', path: `${path}?${some()}=${some()}` }
}

function eventPage(number: number): Strange {
  return { method: 'GET', path: `/events/${number % 2 ? some() : 10_000 + number}` }
}

function order(number: number): Strange {
  const body = {
    eventId: number % 2 ? some() : 10_000 + number,
    spots: number,
    name: some(),
    email: `${some()}@example.com`,
    phone: some(),
    card: some(),
    locale: some(),
    currency: some(),
    status: some(),
  }
  return {
    method: 'POST',
    path: number % 3 ? '/api/orders' : `/api/${some()}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function tenant(): Strange {
  return { method: 'GET', path: '/', headers: { 'x-tenant': some(), host: `${some()}.example.com` } }
}

function strange(): Record<string, string> {
  return {
    'user-agent': some(),
    referer: `https://${some()}.example.com/${some()}`,
    'x-forwarded-for': `203.0.113.${randomBytes(1)[0]}`,
    'x-request-id': some(),
    'accept-language': some(),
    cookie: `tenant=${some()}; account=${some()}`,
    traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    baggage: `${some()}=${some()}`,
  }
}

function some(): string {
  return randomBytes(6).toString('hex')
}
