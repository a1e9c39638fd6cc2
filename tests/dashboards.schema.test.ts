import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goBuild } from '../cli/src/build/go.ts'
import { boardNames } from '../dashboards/reading/board-file.ts'
import { inRepository } from './support/repository.ts'

/** The types of Grafana are large; compiled once, they come from Go's cache. */
const BUILD_MS = 600_000
const BOARDS = boardNames().map((name) => inRepository(`dashboards/grafana/${name}.json`))

describe("the boards are what Grafana's own types allow", () => {
  let directory: string
  let program: string

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'board-schema-'))
    program = path.join(directory, process.platform === 'win32' ? 'schema.exe' : 'schema')
    const module = inRepository('dashboards/schema')
    await goBuild({ module, packages: ['.'], output: program }, () => undefined)
  }, BUILD_MS)

  afterAll(() => rm(directory, { recursive: true }))

  test('no board has a field, a type or a value that they do not know', async () => {
    expect(await check(...BOARDS)).toBe('')
  })

  test.each([
    ['a field of a panel', '"fieldConfig"', '"fieldConfg"', "unexpected field 'fieldConfg'"],
    ['an option of a panel', '"colorMode"', '"colourMode"', "unexpected field 'colourMode'"],
    ['a field of a query', '"legendFormat"', '"legend"', "unexpected field 'legend'"],
    ['a number that is text', '"h": 4', '"h": "4"', 'cannot unmarshal string'],
    ['a kind of panel that is not looked into', '"type": "stat"', '"type": "gauge"', 'is a "gauge"'],
  ])('%s is caught', async (_, text, instead, complaint) => {
    const board = await readFile(inRepository('dashboards/grafana/overview.json'), 'utf8')
    expect(board).toContain(text)
    const broken = path.join(directory, 'broken.json')
    await writeFile(broken, board.replaceAll(text, instead))
    expect(await check(broken)).toContain(complaint)
  })

  /** What it complains of. */
  function check(...files: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(program, files, (error, _, complaints) => {
        if (error && complaints === '') reject(error)
        else resolve(complaints)
      })
    })
  }
})
