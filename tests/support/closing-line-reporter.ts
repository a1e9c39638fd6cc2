import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from 'vitest/node'

/** What a whole run came to: a line for each test that failed or did not run, with its name and the reason. */
export interface RunCount {
  passed: number
  failed: string[]
  skipped: string[]
}

/** Characters of a failure that are repeated at the end. The whole stands further up, which may be cut off. */
const REASON_CHARACTERS = 300

/**
 * Counts a finished run. A file that does not load, a hook that throws and an error outside every test
 * count as failures too: a run whose only trouble is one of these must not read "0 failed".
 */
function countRun(modules: readonly TestModule[], unhandled: readonly SerializedError[]): RunCount {
  const count: RunCount = { passed: 0, failed: [], skipped: [] }
  const fails = (where: string, errors: readonly { message: string }[]) => {
    for (const error of errors) count.failed.push(`${where}: ${reasonOf(error)}`)
  }
  fails('outside of every test', unhandled)
  for (const module of modules) {
    fails(module.relativeModuleId, module.errors())
    for (const suite of module.children.allSuites()) {
      fails(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors())
    }
    for (const test of module.children.allTests()) {
      const name = `${module.relativeModuleId} > ${test.fullName}`
      const result = test.result()
      if (result.state === 'passed') count.passed++
      else if (result.state === 'failed') fails(name, result.errors.slice(0, 1))
      else count.skipped.push(`${name}: ${skipReason(test)}`)
    }
  }
  return count
}

/** The line a person or a program reads last: `12 passed, 0 failed, 1 skipped`. */
export function closingLine({ passed, failed, skipped }: RunCount): string {
  const line = `${passed} passed, ${failed.length} failed`
  return skipped.length === 0 ? line : `${line}, ${skipped.length} skipped`
}

/** Why something failed, in one line that is not too long. */
export function reasonOf({ message }: { message: string }): string {
  const line = message.replace(/\s+/g, ' ').trim()
  return line.length > REASON_CHARACTERS ? `${line.slice(0, REASON_CHARACTERS)}…` : line
}

/** Prints every test that was skipped or failed by name with the reason, then the closing line alone on the last line. */
export class ClosingLineReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = countRun(modules, unhandled)
    const skipped = count.skipped.map((line) => `skipped: ${line}`)
    const failed = count.failed.map((line) => `failed: ${line}`)
    this.#vitest?.logger.log([...skipped, ...failed, closingLine(count)].join('\n'))
  }
}

function skipReason(test: TestCase): string {
  const result = test.result()
  if (result.state === 'skipped' && result.note) return result.note
  if (result.state === 'pending') return 'the run ended before this test did'
  return test.module.ok() ? 'no reason given' : 'not reached, its file or suite failed first'
}
