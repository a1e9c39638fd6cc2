import { type AddressInfo, createServer } from 'node:net'

/**
 * Ports that are free on loopback now. All are held open until the last is known, so they differ.
 *
 * @example const [grpc, http] = await freePorts(2)
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports: number[] = []
  for (const server of servers) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    ports.push((server.address() as AddressInfo).port)
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** One port that is free on loopback now. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  return port as number
}
