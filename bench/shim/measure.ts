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

/** One fresh start of the app: quiet load first, then as much as it takes. */
export interface Measurement {
  readonly steady: Load
  readonly saturated: Load
  /** All requests the app has answered, warm-up included. */
  readonly requests: number
}

export interface Plan {
  /** Folder of a production build. */
  readonly folder: string
  readonly env: Record<string, string>
  readonly path: string
  readonly seconds: number
  /** Requests a second of the quiet load. */
  readonly rate: number
  readonly connections: number
}

/** Starts the app, warms it up, measures both loads and stops it. */
export async function measure({ folder, env, path, seconds, rate, connections }: Plan): Promise<Measurement> {
  const [port, cpuPort] = (await freePorts(2)) as [number, number]
  await using app = new Program({
    name: 'app',
    command: process.execPath,
    args: ['--import', CPU_SERVER, NEXT, 'start', folder, '-p', String(port), '-H', '127.0.0.1'],
    cwd: folder,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CPU_PORT: String(cpuPort), ...env },
  })
  const url = `http://127.0.0.1:${port}${path}`
  await app.ready(url)
  const usage = async () => (await (await fetch(`http://127.0.0.1:${cpuPort}`)).json()) as Usage
  const load = async (options: { duration: number; overallRate?: number }): Promise<Load> => {
    const before = await usage()
    const result = await autocannon({ url, connections, ...options })
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors. ${app.output}`)
    }
    const after = await usage()
    const requests = after.requests - before.requests
    return {
      requestsPerSecond: requests / options.duration,
      cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
      p99Millis: result.latency.p99,
    }
  }
  await load({ duration: Math.max(2, seconds / 2) })
  const steady = await load({ duration: seconds, overallRate: rate })
  const saturated = await load({ duration: seconds })
  const { requests } = await usage()
  await app.stop()
  return { steady, saturated, requests }
}

/** What `cpu-server.ts` answers. */
interface Usage {
  readonly cpuMicros: number
  readonly requests: number
}
