import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { inRepository } from '../support/repository.ts'
import { drawReport } from './draw-report.ts'
import { runCorpus } from './run.ts'

const START = '<!-- corpus: written by npm run privacy:report -->'
const END = '<!-- corpus: end -->'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } })
const seed = Number(values.seed)
if (!Number.isInteger(seed) || seed < 0) {
  throw new Error(`--seed: "${values.seed}" is no whole number. Give one, for example --seed 7.`)
}

const report = drawReport(await runCorpus(seed))
console.log(report)

const page = inRepository('docs/privacy.md')
const text = await readFile(page, 'utf8')
const [before, rest] = text.split(START)
const after = rest?.split(END)[1]
if (before === undefined || after === undefined) {
  throw new Error(
    `docs/privacy.md: the lines "${START}" and "${END}" are missing. Put them back where the matrix belongs.`,
  )
}
await writeFile(page, `${before}${START}\n${report}\n${END}${after}`)
