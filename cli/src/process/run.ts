import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SidecarError } from '../errors.ts'
import { signalGroup } from './signal-group.ts'

const TAIL_LINES = 20

export interface RunOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Called with every line the program prints. */
  onLine?: (line: string) => void
}

/**
 * Runs a build step to its end.
 *
 * @throws SidecarError E_BUILD_FAILED with the program's last lines
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what npm starts can be stopped with it.
    detached: process.platform !== 'win32',
    // npm is a script on Windows, and only a shell starts those.
    shell: process.platform === 'win32' && command === 'npm',
  })
  const stop = () => signalGroup(child, 'SIGTERM')
  process.once('exit', stop)
  const tail: string[] = []
  const onLine = (line: string) => {
    tail.push(line)
    if (tail.length > TAIL_LINES) tail.shift()
    options.onLine?.(line)
  }
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => process.removeListener('exit', stop))
  if (code === 0) return
  const shown = tail.join('\n').trim()
  throw new SidecarError(
    'E_BUILD_FAILED',
    `${command} ${args.join(' ')} ended with exit code ${code}:\n${shown}`,
  )
}
