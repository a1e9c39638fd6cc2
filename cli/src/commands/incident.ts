import { defineCommand } from 'citty'
import { parsePort } from '../arguments/port.ts'
import { parseMilliseconds } from '../arguments/quantity.ts'
import { runningEnvironment } from '../doctor/running-environment.ts'
import { SidecarError } from '../errors.ts'
import { PORTS } from '../up/settings.ts'

const TIMEOUT_MS = 5_000

export default defineCommand({
  meta: { description: 'Keep every trace for a while, without a restart; ends by itself' },
  args: {
    'keep-all': {
      type: 'string',
      valueHint: 'duration',
      description: 'Begin, or begin anew: 30m, at most 2h',
    },
    stop: { type: 'boolean', description: 'End it now' },
    json: { type: 'boolean', description: 'Print the state as JSON on stdout' },
    'admin-port': {
      type: 'string',
      valueHint: 'port',
      description: `Port of the collector for this (SIDECAR_ADMIN_PORT; default ${PORTS.admin.port})`,
    },
  },
  run: ({ args }) => incident(args),
})

interface Arguments {
  'keep-all'?: string
  stop?: boolean
  json?: boolean
  'admin-port'?: string
}

/** As the collector answers. */
interface State {
  keep_all: boolean
  seconds_left: number
  until?: string
}

async function incident(args: Arguments): Promise<number> {
  if (args.stop && args['keep-all'] !== undefined)
    throw new SidecarError('E_USAGE', '--stop and --keep-all: give one of them.')
  const environment = await runningEnvironment(process.env)
  const port = args['admin-port'] ?? environment.SIDECAR_ADMIN_PORT ?? String(PORTS.admin.port)
  const state = await call(parsePort(port, '--admin-port'), environment.SIDECAR_TOKEN ?? '', args)
  if (args.json) process.stdout.write(`${JSON.stringify(state)}\n`)
  else
    process.stdout.write(
      state.keep_all
        ? `Every trace is kept until ${state.until}, ${Math.ceil(state.seconds_left / 60)} minutes from now.\n`
        : 'Sampling is as configured.\n',
    )
  return 0
}

async function call(port: number, token: string, args: Arguments): Promise<State> {
  const seconds = args['keep-all'] && Math.round(parseMilliseconds(args['keep-all'], '--keep-all') / 1000)
  const url = `http://127.0.0.1:${port}/keep-all${seconds ? `?for=${seconds}s` : ''}`
  const method = args.stop ? 'DELETE' : seconds ? 'POST' : 'GET'
  let answer: Response
  try {
    const headers = { authorization: `Bearer ${token}` }
    answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } }
    throw new SidecarError(
      'E_COLLECTOR_UNREACHABLE',
      `${url}: ${cause?.code ?? message}. It listens on the loopback of the collector; --admin-port names another port.`,
    )
  }
  const body = (await answer.json()) as State & { detail?: string }
  if (answer.ok) return body
  if (answer.status === 401)
    throw new SidecarError('E_USAGE', `${url}: another token. Set SIDECAR_TOKEN to the collector's.`)
  throw new SidecarError('E_USAGE', `--keep-all: ${body.detail}`)
}
