import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { ALL_TARGETS, buildTargets } from '../build/targets.ts'
import { stopRequest } from '../process/stop-request.ts'
import { ROOT } from '../root.ts'
import { createProgress } from '../terminal/progress.ts'

export default defineCommand({
  meta: {
    description: 'Build what the tests start, then run vitest with the arguments given (npx vitest --help)',
  },
  async run({ rawArgs }) {
    await buildTargets(ALL_TARGETS, createProgress(process.stderr))
    return await vitest(rawArgs)
  },
})

/** Runs vitest on this terminal and returns its exit code. */
function vitest(args: readonly string[]): Promise<number> {
  const script = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [script, 'run', ...args], { cwd: ROOT, stdio: 'inherit' })
  // Vitest ends its workers itself; this process only waits for the code.
  void stopRequest().requested.then(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
