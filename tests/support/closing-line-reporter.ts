import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from 'vitest/node'

/** What a whole run came to; `skipped` carries one line per test: its name and why it did not run. */
export interface RunCount {
  passed: number
  failed: number
  skipped: string[]
}

/**
 * Counts a finished run. A file that does not load, a hook that throws and an error outside every test
 * count as failures too: a run whose only trouble is one of these must not read "0 failed".
 */
function countRun(modules: readonly TestModule[], unhandled: readonly SerializedError[]): RunCount {
  const count: RunCount = { passed: 0, failed: unhandled.length, skipped: [] }
  for (const module of modules) {
    count.failed += module.errors().length
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') count.passed++
      else if (result.state === 'failed') count.failed++
      else count.skipped.push(`${module.relativeModuleId} > ${test.fullName}: ${skipReason(test)}`)
    }
  }
  return count
}

/** The line a person or a program reads last: `12 passed, 0 failed, 1 skipped`. */
export function closingLine({ passed, failed, skipped }: RunCount): string {
  const line = `${passed} passed, ${failed} failed`
  return skipped.length === 0 ? line : `${line}, ${skipped.length} skipped`
}

/** Prints every skipped test by name with its reason, then the closing line alone on the last line. */
export class ClosingLineReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = countRun(modules, unhandled)
    const skipped = count.skipped.map((line) => `skipped: ${line}`)
    this.#vitest?.logger.log([...skipped, closingLine(count)].join('\n'))
  }
}

function skipReason(test: TestCase): string {
  const result = test.result()
  if (result.state === 'skipped' && result.note) return result.note
  if (result.state === 'pending') return 'the run ended before this test did'
  return test.module.ok() ? 'no reason given' : 'not reached, its file or suite failed first'
}
