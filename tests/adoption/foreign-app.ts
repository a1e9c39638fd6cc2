import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { blocksIn } from '../docs/blocks.ts'
import type { Collector } from '../support/collector.ts'
import type { Availability } from '../support/docker/engine.ts'
import { freePort } from '../support/free-ports.ts'
import { Program } from '../support/program.ts'
import { inRepository } from '../support/repository.ts'
import { install } from './packed.ts'

/** An app that has nothing to do with tickets, as somebody else wrote it. */
const FILES: Record<string, string> = {
  'app/layout.tsx': `import type { ReactNode } from 'react'
export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}
`,
  'app/page.tsx': `import { Stamp } from './stamp'
export default function Page() {
  return <main><h1>Library</h1><Stamp /></main>
}
`,
  'app/stamp.tsx': `'use client'
export function Stamp() {
  return <button type="button" onClick={() => { throw new Error('the stamp is dry') }}>Stamp</button>
}
`,
  'app/api/books/[isbn]/route.ts': `export async function GET(_: Request, { params }: { params: Promise<{ isbn: string }> }) {
  return Response.json({ isbn: (await params).isbn })
}
`,
  'app/api/loans/route.ts': `export function POST(): Response {
  throw new Error('the shelf is locked')
}
`,
}

/**
 * Where `withTelemetry` is given a configuration, this app has one: its build must run without its own node_modules.
 * It is the only change to what the README says.
 */
const OWN_CONFIG = ['withTelemetry({})', "withTelemetry({ output: 'standalone' })"] as const

/** The files of README.md, section "Wire your own app", by the name in their first line. */
export function wiring(): Map<string, string> {
  const readme = readFileSync(inRepository('README.md'), 'utf8')
  const [before = '', after = ''] = readme.split('\n## Wire your own app\n')
  const from = before.split('\n').length
  const to = from + (after.split('\n## ')[0] ?? '').split('\n').length
  const blocks = blocksIn('ts').filter(({ where }) => {
    const [document, line] = where.split(':')
    return document === 'README.md' && Number(line) > from && Number(line) <= to
  })
  return new Map(blocks.map(({ code }) => [/^\/\/ (\S+)\n/.exec(code)?.[1] ?? 'unnamed', code]))
}

/** The versions the demo runs on. */
function versions(...names: string[]): string[] {
  const manifests = ['demo/package.json', 'package.json'].map((file) =>
    JSON.parse(readFileSync(inRepository(file), 'utf8')),
  )
  return names.map((name) => {
    const found = manifests.flatMap((manifest) => [
      manifest.dependencies?.[name],
      manifest.devDependencies?.[name],
    ])
    const version = found.find((value) => value !== undefined)
    if (!version) throw new Error(`${name} is in no package.json whose versions the foreign app takes`)
    return `${name}@${version}`
  })
}

/** Writes the app, wires it and installs its packages, the shim from the tarball. */
export async function createApp(directory: string, tarball: string): Promise<Availability> {
  await mkdir(directory, { recursive: true })
  const files = { ...FILES, ...Object.fromEntries(wiring()) }
  const config = files['next.config.ts'] ?? ''
  if (!config.includes(OWN_CONFIG[0])) throw new Error(`README.md wires no ${OWN_CONFIG[0]}:\n${config}`)
  files['next.config.ts'] = config.replace(...OWN_CONFIG)
  files['package.json'] = JSON.stringify({ name: 'library', private: true })
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, ...name.split('/'))
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  const packages = [
    tarball,
    ...versions(
      'next',
      'react',
      'react-dom',
      'typescript',
      '@types/node',
      '@types/react',
      '@types/react-dom',
    ),
  ]
  return install(packages, directory)
}

/**
 * Builds it and moves the result away from its node_modules, as a container image would.
 *
 * @param options.env what a build is told beside it, such as where its source maps go
 */
export async function buildApp(
  directory: string,
  to: string,
  { node = process.execPath, flags = [] as string[], env = {} as Record<string, string> } = {},
): Promise<void> {
  const next = path.join(directory, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { status, stdout, stderr } = spawnSync(node, [next, 'build', ...flags], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  if (status !== 0) throw new Error(`next build ended with ${status}:\n${stdout}\n${stderr}`)
  await rename(path.join(directory, '.next', 'standalone'), to)
  await cp(path.join(directory, '.next', 'static'), path.join(to, '.next', 'static'), { recursive: true })
}

/** A running app and its address. */
export interface RunningApp extends AsyncDisposable {
  readonly url: string
  readonly output: string
}

/** Starts what was built, with the two variables of the README; the others only name the free ports of the test. */
export async function startApp(
  directory: string,
  collector: Collector,
  { node = process.execPath } = {},
): Promise<RunningApp> {
  const port = await freePort()
  const program = new Program({
    name: 'foreign app',
    command: node,
    args: [path.join(directory, 'server.js')],
    cwd: directory,
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.grpcAddress}`,
      SIDECAR_TOKEN: collector.token,
      SIDECAR_SENTRY_ENDPOINT: collector.sentryUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    },
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await program.ready(url, 60_000)
  } catch (error) {
    await program.stop()
    throw error
  }
  return {
    url,
    get output() {
      return program.output
    },
    async [Symbol.asyncDispose]() {
      await program.stop()
    },
  }
}
