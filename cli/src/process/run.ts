import { spawn } from 'node:child_process'
import { SidecarError } from '../errors.ts'

const TAIL_LINES = 20

export interface RunOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Called with every line the program prints. */
  onLine?: (line: string) => void
}

/**
 * Runs a build step to its end and returns its standard output.
 *
 * @throws SidecarError E_BUILD_FAILED with the program's last lines
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script on Windows, and only a shell starts those.
    shell: process.platform === 'win32' && command === 'npm',
  })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  const tail: string[] = []
  let output = ''
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    read(text)
  })
  child.stderr.setEncoding('utf8').on('data', read)
  function read(text: string): void {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      tail.push(line)
      if (tail.length > TAIL_LINES) tail.shift()
      options.onLine?.(line)
    }
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => process.removeListener('exit', stop))
  if (code === 0) return output
  const shown = [...tail, rest].join('\n').trim()
  throw new SidecarError(
    'E_BUILD_FAILED',
    `${command} ${args.join(' ')} ended with exit code ${code}:\n${shown}`,
  )
}
