/**
 * A process with telemetry that makes errors, for tests. It prints `ready <port>`, then
 * `serve` answers requests: `/meet?user=` waits for a second request, then reports an error and throws it on;
 * `/plain` throws; `/work` reports an error from work that has no request; `crash` and `reject` end by an error that
 * nobody handles; `cron` reports one error and ends by itself.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onRequestError, register } from '../src/index.ts'
import { addBreadcrumb, captureError, initSentryForRequest, setTag, setUserContext } from '../src/sentry.ts'
import { withSpan } from '../src/telemetry.ts'

const mode = process.argv[2]
await register()

let arrived = 0
let release = () => {}
const bothHere = new Promise<void>((resolve) => {
  release = resolve
})

async function meet(request: IncomingMessage, user: string): Promise<never> {
  const headers = new Headers({ 'x-request-id': String(request.headers['x-request-id'] ?? '') })
  initSentryForRequest({ headers })
  setUserContext(user, `${user}@example.org`)
  setTag('buyer', user)
  addBreadcrumb(`step of ${user}`)
  arrived += 1
  if (arrived === 2) release()
  await bothHere
  const error = new Error(`failed for ${user}`, { cause: new RangeError(`cause for ${user}`) })
  captureError(error)
  throw error
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const route = url.pathname
  const work = async () => {
    if (route === '/meet') await meet(request, url.searchParams.get('user') ?? '')
    if (route === '/plain') throw new Error('plain')
    if (route === '/work') setImmediate(() => captureError(new Error('work')))
    response.end('ok')
  }
  const inRequest = () =>
    withSpan(`GET ${route}`, {}, async () => {
      try {
        await work()
      } catch (error) {
        onRequestError(
          error,
          { method: 'GET' },
          { routerKind: 'App Router', routePath: route, routeType: 'route' },
        )
        response.statusCode = 500
        response.end()
      }
    })
  void inRequest()
})

if (mode === 'cron') captureError(new Error('cron'))
else server.listen(0, '127.0.0.1', () => console.log(`ready ${(server.address() as AddressInfo).port}`))
if (mode === 'crash') setImmediate(() => raise('crash'))
if (mode === 'reject') void Promise.reject(new Error('reject'))
process.on('SIGTERM', () => server.close(() => process.exit(143)))

function raise(message: string): never {
  throw new Error(message)
}
