import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Check, Finding } from '../check.ts'

const PACKAGE = '@ticketcap/telemetry'
const EXTENSIONS = ['ts', 'tsx', 'js', 'jsx', 'mjs', 'mts']
const HOW = 'The four files stand in README.md, "Wire your own app".'

interface Source {
  readonly name: string
  readonly text: string
}

/**
 * The files that wire a Next.js app stand where Next.js reads them, and nothing of an older set-up is left beside them.
 * Silent where there is no Next.js app.
 */
export const wiring: Check = async ({ appDirectory }) => {
  if (!(await usesNext(appDirectory))) return []
  const root = (await found(appDirectory, 'src/app/layout')) ? 'src' : '.'
  const config = await found(appDirectory, 'next.config')
  const findings = [
    ...(await instrumentation(appDirectory, root)),
    ...(await browserFiles(appDirectory, root, config)),
    ...(await leftovers(appDirectory, root, config)),
  ]
  return findings.length > 0
    ? findings
    : [{ id: 'wiring', status: 'ok', message: `${PACKAGE} is wired into the Next.js app` }]
}

async function usesNext(directory: string): Promise<boolean> {
  const text = await readFile(path.join(directory, 'package.json'), 'utf8').catch(() => '{}')
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> }
  return 'next' in dependencies
}

async function instrumentation(directory: string, root: string): Promise<Finding[]> {
  const file = await found(directory, path.join(root, 'instrumentation'))
  if (file?.text.includes(PACKAGE)) return []
  if (file)
    return [trap('warn', `${file.name} names nothing of ${PACKAGE}`, `Export register of it there. ${HOW}`)]
  const elsewhere = await found(directory, root === 'src' ? 'instrumentation' : 'src/instrumentation')
  const where = elsewhere ? `Move ${elsewhere.name} beside app/. ` : ''
  const name = path.join(root, 'instrumentation.ts')
  return [trap('fail', `${name} is not there: nothing is traced`, `${where}${HOW}`)]
}

async function browserFiles(directory: string, root: string, config: Source | undefined): Promise<Finding[]> {
  const findings: Finding[] = []
  if (!config?.text.includes(`${PACKAGE}/next-config`))
    findings.push(trap('warn', 'next.config.ts has no withTelemetry: browsers report nothing', HOW))
  const needed = [path.join(root, 'instrumentation-client')]
  // Who gave the route another path knows where it is.
  if (!config?.text.includes('tunnelPath')) needed.push(path.join(root, 'app/api/telemetry/route'))
  for (const name of needed)
    if (!(await found(directory, name))?.text.includes(PACKAGE))
      findings.push(trap('warn', `${name}.ts is not there: errors of browsers are not reported`, HOW))
  return findings
}

async function leftovers(directory: string, root: string, config: Source | undefined): Promise<Finding[]> {
  const findings: Finding[] = []
  if (config?.text.includes('instrumentationHook'))
    findings.push(
      trap(
        'warn',
        `${config.name} has instrumentationHook`,
        'Delete it: Next.js 15 and later always load the file.',
      ),
    )
  for (const side of ['server', 'client', 'edge'])
    for (const place of new Set(['.', root])) {
      const file = await found(directory, path.join(place, `sentry.${side}.config`))
      if (file)
        findings.push(
          trap(
            'warn',
            `${file.name} is left of another set-up: errors would go out twice`,
            'Delete it: errors go through the collector.',
          ),
        )
    }
  return findings
}

function trap(status: 'warn' | 'fail', message: string, hint: string): Finding {
  return { id: 'wiring', status, message, hint }
}

/** A source file by its name without the extension. */
async function found(directory: string, name: string): Promise<Source | undefined> {
  for (const extension of EXTENSIONS) {
    const text = await readFile(path.join(directory, `${name}.${extension}`), 'utf8').catch(() => undefined)
    if (text !== undefined) return { name: `${name}.${extension}`, text }
  }
  return undefined
}
