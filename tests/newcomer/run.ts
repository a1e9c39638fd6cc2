/**
 * `npm run newcomer`: goes the way of a newcomer in a fresh clone of what is committed here, and tells how long each step
 * takes. Exit code 1 when one fails; a step that cannot be taken here is left out by name, with the reason.
 *
 *   npm run newcomer -- --json     the same as JSON on standard output
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { REPOSITORY } from '../support/repository.ts'
import { type Step, steps } from './steps.ts'

interface Result {
  name: string
  command: string
  status: 'ok' | 'failed' | 'skipped'
  seconds: number
  /** The line that tells what came of it; why, when it was skipped; the last lines, when it failed. */
  output: string
}

/** Above any step on a machine that has to compile everything. */
const STEP_TIMEOUT_MS = 40 * 60_000
const { json } = parseArgs({ options: { json: { type: 'boolean' } } }).values
const clone = await mkdtemp(path.join(tmpdir(), 'newcomer-'))
const results: Result[] = []
try {
  for (const step of steps(REPOSITORY)) {
    const result = await take(step)
    results.push(result)
    console.error(
      `${result.status.padEnd(8)}${result.seconds.toFixed(1).padStart(7)} s  ${result.name}: ${result.command}\n${' '.repeat(19)}${result.output}`,
    )
    if (result.status === 'failed') break
  }
} finally {
  await rm(clone, { recursive: true, force: true, maxRetries: 5 })
}
if (json) console.log(JSON.stringify({ schemaVersion: 1, steps: results }, null, 2))
process.exitCode = results.some(({ status }) => status === 'failed') ? 1 : 0

async function take(step: Step): Promise<Result> {
  const { name, command } = step
  const reason = step.unavailable?.()
  if (reason) return { name, command, status: 'skipped', seconds: 0, output: reason }
  const startedAt = performance.now()
  const { ok, lines, seenAt } = await follow(step)
  const ended = seenAt ?? performance.now()
  if (step.after) await follow({ name, command: step.after })
  const seconds = (ended - startedAt) / 1000
  const shown = lines.findLast((line) => (step.show ?? /\S/).test(line)) ?? ''
  const output = ok ? shown.trim().slice(0, 200) : lines.slice(-20).join('\n')
  return { name, command, status: ok ? 'ok' : 'failed', seconds, output }
}

/** Runs a command in the clone; one that goes on is stopped as by Ctrl-C once it has said what is waited for. */
async function follow({ command, until }: Step) {
  // A group of its own: npm stands between here and the program that hears the signal.
  const child = spawn(command, {
    cwd: clone,
    shell: true,
    detached: true,
    env: { ...process.env, NO_COLOR: '1' },
  })
  const lines: string[] = []
  let seenAt: number | undefined
  const signal = (name: NodeJS.Signals) => process.kill(-(child.pid as number), name)
  const timer = setTimeout(() => signal('SIGKILL'), STEP_TIMEOUT_MS)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (seenAt === undefined && until?.test(line)) {
        seenAt = performance.now()
        signal('SIGINT')
      }
    })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  return { ok: until ? seenAt !== undefined : code === 0, lines, seenAt }
}
