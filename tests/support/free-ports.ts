import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): a connection of a
 * neighbour cannot take a port between its choice and its use.
 */
const FIRST = 20_000
const COUNT = 12_000

/** Of this process, so that what starts side by side is not given the same. */
const given = new Set<number>()

/**
 * Ports that are free on loopback now, and that nobody in this process was given.
 *
 * @example const [grpc, http] = await freePorts(2)
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = FIRST + Math.floor(Math.random() * COUNT)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    ports.push(port)
  }
  return ports
}

/** One port that is free on loopback now. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  return port as number
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
