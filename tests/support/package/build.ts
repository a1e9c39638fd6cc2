/**
 * Builds the package that others install, in `dist`: `npm pack tests/support/package/dist`. The OTLP messages are part
 * of it, so it needs no other package of this repository.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRepository, REPOSITORY } from '../repository.ts'

const HERE = inRepository('tests/support/package')
const DIST = path.join(HERE, 'dist')

rmSync(DIST, { recursive: true, force: true })
compile('otlp/tsconfig.build.json')
compile('tests/support/package/tsconfig.json')
for (const file of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  if (/\.(js|d\.ts)$/.test(file)) nameOtlpByPath(file)
}
writeManifest()
cpSync(path.join(HERE, 'README.md'), path.join(DIST, 'README.md'))
cpSync(inRepository('LICENSE'), path.join(DIST, 'LICENSE'))

function compile(project: string): void {
  const compiler = inRepository('node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [compiler, '-p', project], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error(`${project} does not compile.`)
}

/** A workspace by its name inside the repository; a folder beside the others in the package. */
function nameOtlpByPath(file: string): void {
  const whole = path.join(DIST, file)
  const text = readFileSync(whole, 'utf8')
  const otlp = path
    .relative(path.dirname(whole), path.join(DIST, 'otlp', 'index.js'))
    .split(path.sep)
    .join('/')
  const specifier = otlp.startsWith('.') ? otlp : `./${otlp}`
  writeFileSync(whole, text.replaceAll(`'@ticketcap/otlp'`, `'${specifier}'`))
}

function writeManifest(): void {
  const json = (file: string) => JSON.parse(readFileSync(inRepository(file), 'utf8'))
  const { testcontainers, '@ticketcap/otlp': _, ...own } = json('tests/support/package.json').dependencies
  const dependencies = { ...own, ...json('otlp/package.json').dependencies }
  const manifest = { ...json('tests/support/package/manifest.json'), dependencies }
  writeFileSync(path.join(DIST, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}
