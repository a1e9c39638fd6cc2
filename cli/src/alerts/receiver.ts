import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { HttpError } from '../console/http-error.ts'
import { readBody } from '../console/request-body.ts'
import { listenForHeartbeat } from './heartbeat.ts'
import { type Notice, readNotices } from './notice.ts'

/** The receivers of alerts/alertmanager.yaml; each posts to the path of its name. */
export const RECEIVERS = ['page', 'ticket', 'heartbeat'] as const

/** Some beats may be missed: Alertmanager sends one a minute. */
export const HEARTBEAT_LIMIT_MS = 5 * 60_000
const MAX_BODY_BYTES = 4_194_304

export interface AlertReceiverOptions {
  port: number
  /** Default 127.0.0.1. */
  host?: string
  /** Called when an alert begins or ends, not again when Alertmanager repeats itself. */
  onNotice: (notice: Notice) => void
  /** Called when the heartbeat is first heard, falls silent (nothing for five minutes), and is heard again. */
  onHeartbeat: (heard: boolean) => void
  /** Milliseconds; default five minutes. */
  heartbeatLimitMs?: number
}

/** Where Alertmanager posts to. */
export interface AlertReceiver {
  url: string
  close(): Promise<void>
}

/** Starts the webhook receiver of a local stack: somebody to tell, and to miss the heartbeat. */
export async function startAlertReceiver(options: AlertReceiverOptions): Promise<AlertReceiver> {
  const { port, host = '127.0.0.1', onNotice, onHeartbeat } = options
  const told = new Map<string, string>()
  const heartbeat = listenForHeartbeat({
    limitMs: options.heartbeatLimitMs ?? HEARTBEAT_LIMIT_MS,
    onSilent: () => onHeartbeat(false),
    onHeard: () => onHeartbeat(true),
  })

  const server = createServer((request, response) => {
    respond(request).then(
      () => send(response, 200, {}),
      (error: unknown) => {
        if (!request.complete) response.setHeader('connection', 'close')
        const answer =
          error instanceof HttpError ? error : new HttpError(500, 'alert receiver', String(error), 'A bug.')
        send(response, answer.status, answer.body)
      },
    )
  })

  async function respond(request: IncomingMessage): Promise<void> {
    const route = `${request.method} ${request.url}`
    if (route === 'GET /healthz') return
    const receiver = RECEIVERS.find((name) => route === `POST /${name}`)
    if (!receiver) {
      const paths = RECEIVERS.map((name) => `/${name}`).join(', ')
      throw new HttpError(404, route.slice(0, 200), 'no such receiver', `Post to ${paths}.`)
    }
    const notices = readNotices(await readBody(request, MAX_BODY_BYTES))
    if (receiver === 'heartbeat') return heartbeat.beat()
    for (const notice of notices) if (isNews(notice)) onNotice(notice)
  }

  /** A message lists every alert of its group, also those that were told before. */
  function isNews({ fingerprint, status, startsAt }: Notice): boolean {
    const state = `${status} ${startsAt}`
    if (told.get(fingerprint) === state) return false
    told.set(fingerprint, state)
    return true
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the alert receiver has no TCP address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      heartbeat.stop()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
