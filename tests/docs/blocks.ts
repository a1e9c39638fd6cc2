import { readFileSync } from 'node:fs'
import { inRepository } from '../support/repository.ts'

/** The documents people were promised, and the two they read first. */
export const DOCUMENTS = [
  'README.md',
  'app-shim/README.md',
  'docs/PRODUCTION_MONITORING_SETUP.md',
  'docs/INTEGRATION_EXAMPLES.md',
  'docs/QUICK_REFERENCE.md',
  'docs/tuning.md',
  'docs/reliability.md',
  'docs/architecture.md',
] as const

/** A fenced block of a document. */
export interface Block {
  readonly language: string
  readonly code: string
  /** `file:line` of its first line. */
  readonly where: string
}

/** Every fenced block of a document, in order. */
function blocksOf(document: string): Block[] {
  const text = readFileSync(inRepository(document), 'utf8')
  return [...text.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => ({
      language,
      code,
      where: `${document}:${text.slice(0, index).split('\n').length + 1}`,
    }),
  )
}

/** The blocks of all documents in these languages. */
export function blocksIn(...languages: string[]): Block[] {
  return DOCUMENTS.flatMap(blocksOf).filter(({ language }) => languages.includes(language))
}

/** The commands of the shell blocks, one line each, comments and continuations resolved. */
export function commandsOf({ code }: Block): string[] {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
