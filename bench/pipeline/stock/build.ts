import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { fingerprint, isFresh, remember } from '../../../cli/src/build/fingerprint.ts'
import { goBuild, goVersion } from '../../../cli/src/build/go.ts'
import { BIN, binary } from '../../../cli/src/root.ts'
import { createProgress } from '../../../cli/src/terminal/progress.ts'
import { inRepository } from '../../../tests/support/repository.ts'

const NAME = 'otelcol-stock'

/** Builds the collector of stock components, unless it is there, and says where it is. */
export async function buildStock(): Promise<string> {
  const module = inRepository('bench/pipeline/stock')
  const inputs = ['main.go', 'go.mod', 'go.sum'].map((file) => path.join('bench/pipeline/stock', file))
  const sources = fingerprint(inputs, [goVersion(module), process.platform, process.arch])
  const program = binary(NAME)
  if (existsSync(program) && isFresh(NAME, sources)) return program
  mkdirSync(BIN, { recursive: true })
  await createProgress(process.stderr).step('build stock collector', (report) =>
    goBuild({ module, packages: ['.'], output: program }, report),
  )
  remember(NAME, sources)
  return program
}
