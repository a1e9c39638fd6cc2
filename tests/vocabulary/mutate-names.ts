/**
 * Breaks every name, label, bounded value, unit and bucket of the vocabulary, one at a time and in place, and asks the
 * tests that read it. Exit code 1 when a change goes unnoticed. What is broken is put back, also after Ctrl-C.
 *
 *   npm run names:mutate                      every change, some 6 s each
 *   npm run names:mutate -- --only payment    those whose line in --list has this text
 *   npm run names:mutate -- --list            shows them
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { inRepository } from '../support/repository.ts'
import { describeMutant, nameMutants } from './name-mutants.ts'

const FILES = ['names', 'collect-names', 'runtime-names', 'sentry-names'].map((name) =>
  inRepository(`app-shim/src/${name}.ts`),
)
/** The quick ones; the first failure of any of them is enough. */
const TESTS = [
  'tests/metrics.docs.test.ts',
  'tests/vocabulary.test.ts',
  'tests/vocabulary.boards.test.ts',
  'tests/dashboards.test.ts',
  'app-shim/src/metrics.test.ts',
  'app-shim/src/telemetry.test.ts',
  'app-shim/src/collect-record.test.ts',
  'app-shim/src/sentry.test.ts',
]

const { only, list } = parseArgs({
  options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
}).values

const originals = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]))
const mutants = [...originals]
  .flatMap(([file, text]) => nameMutants(file, text))
  .filter((mutant) => describeMutant(mutant).includes(only))
if (list) {
  for (const mutant of mutants) process.stdout.write(`${describeMutant(mutant)}\n`)
  process.exit()
}
if (mutants.length === 0) {
  process.stderr.write(`Nothing to break: no line of --list has "${only}".\n`)
  process.exit(2)
}

function putBack(): void {
  for (const [file, text] of originals) writeFileSync(file, text)
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    putBack()
    process.exit(code)
  })
}

await using stack = new AsyncDisposableStack()
const vitest = stack.adopt(await createVitest('test', { watch: false, bail: 1, reporters: [{}] }), (it) =>
  it.close(),
)
stack.defer(putBack)

/** Whether a test fails with the files as they are now. */
async function noticed(): Promise<boolean> {
  for (const file of FILES) vitest.invalidateFile(file)
  for (const test of TESTS) {
    const specifications = await vitest.globTestSpecifications([test])
    const { testModules, unhandledErrors } = await vitest.rerunTestSpecifications(specifications)
    if (unhandledErrors.length > 0 || testModules.some((module) => !module.ok())) return true
  }
  return false
}

if (await noticed()) {
  throw new Error(
    `The tests fail before anything is changed. Mend them first: npx vitest run ${TESTS.join(' ')}`,
  )
}
let survivors = 0
for (const [index, mutant] of mutants.entries()) {
  writeFileSync(mutant.file, mutant.text)
  const caught = await noticed()
  putBack()
  if (!caught) survivors++
  process.stdout.write(
    `${index + 1}/${mutants.length} ${caught ? 'noticed' : 'UNNOTICED'} ${describeMutant(mutant)}\n`,
  )
}
process.stdout.write(`${mutants.length - survivors} of ${mutants.length} changes noticed\n`)
if (survivors > 0) process.exitCode = 1
