import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkPorts, isFree, resolveFreePorts } from './ports.ts'

const servers: Server[] = []
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))),
)

async function taken(host: string): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

const need = (port: number) => ({ service: 'the demo app', port, flag: 'app-port', variable: 'PORT' })

test.each(['127.0.0.1', '0.0.0.0'])('sees a listener on %s', async (host) => {
  const port = await taken(host)
  expect(await isFree(port)).toBe(false)
})

test('sees that a port was given back', async () => {
  const port = await taken('127.0.0.1')
  await new Promise((resolve) => servers.pop()?.close(resolve))
  expect(await isFree(port)).toBe(true)
})

test('names port, service, holder, flag and variable', async () => {
  const port = await taken('127.0.0.1')
  const failure = checkPorts([need(port)])
  await expect(failure).rejects.toMatchObject({ code: 'E_PORT_TAKEN', exitCode: 1 })
  await expect(failure).rejects.toThrow(`Port ${port} (the demo app) is taken`)
  await expect(failure).rejects.toThrow('choose another port with --app-port or PORT.')
})

test.runIf(process.platform === 'linux')('names the process that holds the port', async () => {
  const port = await taken('127.0.0.1')
  await expect(checkPorts([need(port)])).rejects.toThrow(`(process ${process.pid})`)
})

test('is content with free ports and with 0', async () => {
  const { app } = await resolveFreePorts({ app: 0 })
  await checkPorts([need(app), need(0), need(0)])
})

test('refuses one port for two services', async () => {
  const { app } = await resolveFreePorts({ app: 0 })
  const other = { ...need(app), service: 'the console', flag: 'console-port' }
  await expect(checkPorts([need(app), other])).rejects.toThrow(
    `Port ${app} is given to both the demo app and the console. Change --app-port or --console-port.`,
  )
})

test('replaces every 0 by another free port and keeps the rest', async () => {
  const ports = await resolveFreePorts({ a: 0, b: 0, c: 4321 })
  expect(ports.c).toBe(4321)
  expect(ports.a).toBeGreaterThan(0)
  expect(ports.a).not.toBe(ports.b)
})
