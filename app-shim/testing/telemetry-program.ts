import { fileURLToPath } from 'node:url'
import { Program } from '../../tests/support/program.ts'

const APP = fileURLToPath(new URL('./small-app.ts', import.meta.url))

/** Starts `small-app.ts`, a plain Node.js process with telemetry, and waits until it has made its span. */
export function startSmallApp(env: Record<string, string | undefined>, mode = 'serve'): Program {
  return new Program({ name: 'small app', command: process.execPath, args: [APP, mode], env })
}
