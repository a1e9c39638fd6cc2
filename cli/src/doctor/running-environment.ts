import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { DEFAULT_RUN_DIRECTORY } from '../up/run-directory.ts'
import { type Environment, read } from './check.ts'

/** `npm start` leaves the address and token of its collector in a file; what is set in the environment wins. */
export async function runningEnvironment(environment: Environment): Promise<Environment> {
  const directory = read(environment, 'SIDECAR_RUN_DIR') ?? DEFAULT_RUN_DIRECTORY
  const text = await readFile(path.resolve(directory, 'app.env'), 'utf8').catch(() => '')
  return { ...parseEnv(text), ...environment }
}
