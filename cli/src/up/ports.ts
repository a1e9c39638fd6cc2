import { createServer } from 'node:net'
import { SidecarError } from '../errors.ts'
import { describeListener } from './listener.ts'

/** A port that `sidecar up` needs: what listens there and how to move it. */
export interface PortNeed {
  service: string
  port: number
  /** Flag without dashes. */
  flag: string
  variable: string
}

/**
 * Checks that every port can be bound, before anything is built or started.
 *
 * @throws SidecarError E_PORT_TAKEN naming each taken port, its holder when the system tells, and what moves it
 */
export async function checkPorts(needs: readonly PortNeed[]): Promise<void> {
  const problems = [...sharedPorts(needs)]
  for (const need of needs) {
    if (need.port === 0 || (await isFree(need.port))) continue
    problems.push(
      `Port ${need.port} (${need.service}) is taken${await describeListener(need.port)}. ` +
        `Stop that program, or choose another port with --${need.flag} or ${need.variable}.`,
    )
  }
  if (problems.length === 0) return
  const hint =
    problems.length > 1 ? '\nOr let free ports be chosen for everything: npm start -- --free-ports' : ''
  throw new SidecarError('E_PORT_TAKEN', `${problems.join('\n')}${hint}`)
}

/** Two services on one port would only fail after the build. */
function* sharedPorts(needs: readonly PortNeed[]): Generator<string> {
  const owners = new Map<number, PortNeed>()
  for (const need of needs) {
    const other = owners.get(need.port)
    if (other && need.port !== 0) {
      yield `Port ${need.port} is given to both ${other.service} and ${need.service}. Change --${other.flag} or --${need.flag}.`
    }
    owners.set(need.port, need)
  }
}

/** True when the port can be bound on IPv4 loopback and on every address. */
export async function isFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port))
}

/** Replaces every 0 by a port that is free now; all differ. */
export async function resolveFreePorts<Key extends string>(
  ports: Record<Key, number>,
): Promise<Record<Key, number>> {
  const held = Object.entries<number>(ports)
    .filter(([, port]) => port === 0)
    .map(([name]) => ({ name, server: createServer() }))
  const resolved = { ...ports }
  for (const { name, server } of held) {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address && typeof address === 'object') resolved[name as Key] = address.port
  }
  for (const { server } of held) server.close()
  return resolved
}

function canBind(port: number, host?: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
