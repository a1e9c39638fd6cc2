import { fileURLToPath, pathToFileURL } from 'node:url'
import autocannon from 'autocannon'
import { freePorts } from '../../tests/support/free-ports.ts'
import { Program } from '../../tests/support/program.ts'
import { NEXT } from './build-app.ts'

const CPU_SERVER = pathToFileURL(fileURLToPath(new URL('./cpu-server.ts', import.meta.url))).href

/** What one load did to the app. */
export interface Load {
  readonly requestsPerSecond: number
  readonly cpuMicrosPerRequest: number
  readonly p99Millis: number
}

/** A quiet load, then as much as the app takes. */
export interface Measurement {
  readonly steady: Load
  readonly saturated: Load
}

export interface Plan {
  /** Folder of a production build. */
  readonly folder: string
  readonly env: Record<string, string>
  readonly path: string
  /** Duration of each load. */
  readonly seconds: number
  /** Requests a second of the quiet load. */
  readonly rate: number
  readonly connections: number
}

/** A running app that can be put under load. */
export interface BenchedApp extends AsyncDisposable {
  /** As many requests as fast as it answers them, for the compiler of V8 to settle. */
  warmUp(requests: number): Promise<void>
  measure(): Promise<Measurement>
  /** All requests it has answered. */
  requests(): Promise<number>
}

/** Starts the app from a build. */
export async function startApp({ folder, env, path, seconds, rate, connections }: Plan): Promise<BenchedApp> {
  const [port, cpuPort] = (await freePorts(2)) as [number, number]
  const app = new Program({
    name: 'app',
    command: process.execPath,
    args: ['--import', CPU_SERVER, NEXT, 'start', folder, '-p', String(port), '-H', '127.0.0.1'],
    cwd: folder,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CPU_PORT: String(cpuPort), ...env },
  })
  const url = `http://127.0.0.1:${port}${path}`
  await app.ready(url)
  const usage = async () => (await (await fetch(`http://127.0.0.1:${cpuPort}`)).json()) as Usage
  const load = async (options: Limit): Promise<Load> => {
    const before = await usage()
    const startedAt = performance.now()
    const result = await autocannon({ url, connections, ...options })
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors. ${app.output}`)
    }
    const after = await usage()
    const requests = after.requests - before.requests
    return {
      requestsPerSecond: (1000 * requests) / (performance.now() - startedAt),
      cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
      p99Millis: result.latency.p99,
    }
  }
  return {
    async warmUp(requests) {
      if (requests > 0) await load({ amount: requests })
    },
    async measure() {
      const steady = await load({ duration: seconds, overallRate: rate })
      return { steady, saturated: await load({ duration: seconds }) }
    },
    requests: async () => (await usage()).requests,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

type Limit = { duration: number; overallRate?: number } | { amount: number }

/** What `cpu-server.ts` answers. */
interface Usage {
  readonly cpuMicros: number
  readonly requests: number
}
