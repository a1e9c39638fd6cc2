import { randomBytes } from 'node:crypto'
import { createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { freePort } from './free-ports.ts'
import type { OtlpProtocol, OtlpReceiver } from './send.ts'
import { startSink } from './sink.ts'

/** Ways a collector can fail its app: nobody listens, it never answers, or it answers with this HTTP status. */
export type Fault = 'absent' | 'hanging' | 401 | 404 | 503

/** A receiver with a fault. */
export type FaultyReceiver = OtlpReceiver & AsyncDisposable

/** Starts the stand-in of a collector that has `fault`, as an app with this protocol meets it. */
export async function startFault(fault: Fault, protocol: OtlpProtocol): Promise<FaultyReceiver> {
  if (fault === 'absent') return receiver(await freePort(), async () => {})
  if (fault === 'hanging') return startBlackHole()
  if (protocol === 'grpc') return startHttp2(fault)
  const sink = await startSink({ answer: fault })
  return receiver(sink.port, () => sink[Symbol.asyncDispose]())
}

/** Takes every connection and never says a word. */
async function startBlackHole(): Promise<FaultyReceiver> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket))
  })
  await listen(server)
  return receiver(portOf(server), async () => {
    for (const socket of sockets) socket.destroy()
    await close(server)
  })
}

/** What a proxy in front of a gRPC collector does: an HTTP status without a gRPC one. */
async function startHttp2(status: number): Promise<FaultyReceiver> {
  const server = createHttp2Server()
  server.on('stream', (stream) => {
    stream.on('error', () => stream.destroy())
    stream.respond({ ':status': status, 'content-type': 'text/plain' }, { endStream: true })
  })
  await listen(server)
  return receiver(portOf(server), () => close(server))
}

function receiver(port: number, dispose: () => Promise<void>): FaultyReceiver {
  const address = `127.0.0.1:${port}`
  return {
    httpUrl: `http://${address}`,
    grpcAddress: address,
    token: randomBytes(16).toString('hex'),
    [Symbol.asyncDispose]: dispose,
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Does not wait for connections that the other side holds open. */
async function close(server: Server): Promise<void> {
  server.close()
}
