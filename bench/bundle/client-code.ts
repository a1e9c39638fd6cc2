import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** Text that only the recorder has: the name of one of its options. */
const RECORDER = 'maskAllText'
/** Texts that only the browser part has: the address that leads nowhere, and where Sentry's SDK keeps its state. */
const BROWSER_PART = ['telemetry.invalid', '__SENTRY__'] as const

/** JavaScript for browsers of one build, in gzip bytes. */
export interface ClientCode {
  /** What every page loads before it can be used. */
  readonly everyPage: number
  /** The files of those that hold the browser part; 0 when none does. */
  readonly browserPart: number
  /** The file that holds the recorder; 0 when none does. */
  readonly recorder: number
  /** Whether a page has to load the recorder before it can be used. */
  readonly recorderBlocks: boolean
}

/** Reads a production build of Next.js. @param folder of the app */
export function clientCode(folder: string): ClientCode {
  const dist = path.join(folder, '.next')
  const manifest = JSON.parse(readFileSync(path.join(dist, 'build-manifest.json'), 'utf8')) as {
    rootMainFiles: string[]
  }
  const first = new Set(manifest.rootMainFiles.map((file) => path.join(dist, file)))
  const files = globSync('static/**/*.js', { cwd: dist }).map((file) => path.join(dist, file))
  const holds = (texts: readonly string[]) => {
    return files.filter((file) => {
      const code = readFileSync(file, 'utf8')
      return texts.some((text) => code.includes(text))
    })
  }
  const recorder = holds([RECORDER])
  return {
    everyPage: sum([...first]),
    browserPart: sum(holds(BROWSER_PART).filter((file) => first.has(file))),
    recorder: sum(recorder),
    recorderBlocks: recorder.some((file) => first.has(file)),
  }
}

function sum(files: readonly string[]): number {
  return files.reduce((bytes, file) => bytes + gzipSync(readFileSync(file)).byteLength, 0)
}
