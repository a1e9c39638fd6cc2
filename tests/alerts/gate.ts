import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A door in front of a program on this machine. */
export interface Gate extends AsyncDisposable {
  readonly port: number
  /** Cuts every connection, and refuses new ones. */
  shut(): Promise<void>
  open(): Promise<void>
}

/** Opens a door in front of `target`: whoever connects to it reaches that port of this machine. */
export async function startGate(target: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let server = await listen(0)
  const { port } = server.address() as AddressInfo

  async function listen(at: number): Promise<Server> {
    const opened = createServer((near) => {
      const far = connect(target, '127.0.0.1')
      near.pipe(far).pipe(near)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket)
        socket.on('error', () => other.destroy()).on('close', () => sockets.delete(socket))
      }
    })
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.listen(at, '127.0.0.1', resolve)
    })
    return opened
  }

  async function shut(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  return {
    port,
    shut,
    async open() {
      server = await listen(port)
    },
    [Symbol.asyncDispose]: shut,
  }
}
