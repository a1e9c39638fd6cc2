import { readFileSync, statSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import type { StackFrame } from '@sentry/core'

/** Where Next.js puts what it builds. */
const BUILD_FOLDER = '.next'
/** Reading a map stops the process for some 20 ms a megabyte; code of packages, in larger ones, stays as it is. */
const MAX_MAP_BYTES = 1024 * 1024
const MAX_MAPS = 30
const CONTEXT_LINES = 5

interface ReadMap {
  readonly map: SourceMap
  readonly sources: ReadonlyMap<string, string>
}

/** Puts the lines that were written in the place of the lines that were built. */
export type FrameMapper = (frame: StackFrame) => void

/**
 * Maps frames of the app's server code by the source maps that Next.js builds beside it; they never leave the machine,
 * but for a few lines of source around each frame. A frame without a usable map stays as it is.
 *
 * @param directory of the app
 */
export function serverSourceMaps(directory: string): FrameMapper {
  const built = path.join(directory, BUILD_FOLDER) + path.sep
  const maps = new Map<string, ReadMap | undefined>()
  const mapOf = (file: string): ReadMap | undefined => {
    if (!maps.has(file)) {
      if (maps.size === MAX_MAPS) maps.delete(maps.keys().next().value as string)
      maps.set(file, readMap(`${file}.map`))
    }
    return maps.get(file)
  }
  return (frame) => {
    const { filename, lineno, colno } = frame
    if (!filename?.startsWith(built) || lineno === undefined || colno === undefined) return
    const read = mapOf(filename)
    const origin = read?.map.findOrigin(lineno, colno)
    if (read === undefined || origin === undefined || !('fileName' in origin)) return
    frame.filename = sourceName(origin.fileName, filename)
    frame.lineno = origin.lineNumber
    frame.colno = origin.columnNumber
    frame.in_app = !origin.fileName.includes('node_modules')
    // The id of the built file would have Sentry map the line once more.
    delete frame.debug_id
    addContext(frame, read.sources.get(origin.fileName), origin.lineNumber)
  }
}

/** The path of a source on this machine, or under the root of the app where only a bundler knows it. */
function sourceName(source: string, builtFile: string): string {
  const [scheme] = /^[a-z][a-z-]+:\/\//.exec(source) ?? []
  if (scheme === undefined) return path.resolve(path.dirname(builtFile), source)
  // webpack://name/./app/page.tsx
  const [, inProject = source.slice(scheme.length)] = /^[^/]*\/(.*)$/.exec(source.slice(scheme.length)) ?? []
  return `app:///${inProject.replace(/^(\.{1,2}\/)+/, '')}`
}

interface Section {
  readonly sources?: readonly string[]
  readonly sourcesContent?: readonly (string | null)[]
}

function readMap(file: string): ReadMap | undefined {
  try {
    if (statSync(file).size > MAX_MAP_BYTES) return undefined
    const payload = JSON.parse(readFileSync(file, 'utf8')) as Section & { sections?: { map: Section }[] }
    const sections = payload.sections?.map((section) => section.map) ?? [payload]
    const sources = sections.flatMap(({ sources = [], sourcesContent = [] }) =>
      sources.flatMap((name, index): [string, string][] => {
        const text = sourcesContent[index]
        return typeof text === 'string' ? [[name, text]] : []
      }),
    )
    return {
      map: new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]),
      sources: new Map(sources),
    }
  } catch {
    // No map, or none that can be read: the frame then tells the built line, which is still true.
    return undefined
  }
}

function addContext(frame: StackFrame, source: string | undefined, lineNumber: number): void {
  if (source === undefined) return
  const lines = source.split('\n')
  const at = lineNumber - 1
  frame.pre_context = lines.slice(Math.max(0, at - CONTEXT_LINES), at)
  const line = lines[at]
  if (line !== undefined) frame.context_line = line
  frame.post_context = lines.slice(at + 1, at + 1 + CONTEXT_LINES)
}
