import path from 'node:path'

/** One change to a file of the vocabulary. */
export interface NameMutant {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly change: string
  /** The whole file with the change in it. */
  readonly text: string
}

/** Names, values, units and kinds; attribute keys in a list of labels; the numbers of a list of buckets. */
const TOKEN =
  /'(?<text>[\w.{}-]*)'|(?<=[[ ])(?<key>(?:[A-Z]+_)?ATTR\.\w+)(?=[,\]])|(?<=[[ ])(?<number>\d+(?:\.\d+)?)(?=[,\]])/g
/** What names nothing: comments, imports, and the sentence that describes a metric. */
const PROSE = /^\s*(?:\*|\/\*|\/\/|import\b|export \{|} from)|\bdescription:|\bkind:/

/** Every mutation of a file, in its order. */
export function nameMutants(file: string, text: string): NameMutant[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    if (PROSE.test(line)) return []
    return [...line.matchAll(TOKEN)].map((match) => {
      const [by, change] = replacement(match)
      const changed = `${line.slice(0, match.index)}${by}${line.slice(match.index + match[0].length)}`
      return { file, line: index + 1, change, text: lines.with(index, changed).join('\n') }
    })
  })
}

function replacement({ 0: token, groups = {} }: RegExpMatchArray): [by: string, change: string] {
  if (groups.key !== undefined) return ["'nobody.says.this'", `label ${token} → another`]
  if (groups.number !== undefined) return [String(Number(token) * 1.5), `${token} → ${Number(token) * 1.5}`]
  return [`'${groups.text}_gone'`, `${token} → '${groups.text}_gone'`]
}

export function describeMutant({ file, line, change }: NameMutant): string {
  return `${path.basename(file)}:${line} ${change}`
}
