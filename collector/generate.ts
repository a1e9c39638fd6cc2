/**
 * Rewrites `collector/distribution` from `collector/builder-config.yaml`: npm run generate:collector
 *
 * The builder's own dependency step asks for the test dependencies of every dependency. Here go.mod starts from
 * exactly the manifest's modules, and Go completes it with what the program itself needs, on every platform.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { manifestProblems, readManifest } from './manifest.ts'

const HERE = import.meta.dirname
const DISTRIBUTION = join(HERE, 'distribution')
const GO = '1.26.0'
const CORE = 'go.opentelemetry.io/collector'
/** What main.go itself imports; `stable` modules have the version of the providers, the others that of the components. */
const FRAMEWORK = {
  stable: ['component', 'confmap', 'exporter', 'extension', 'processor', 'receiver'],
  unstable: ['connector', 'otelcol', 'service'],
}
/** Each has files, and so modules, of its own. */
const PLATFORMS = ['linux', 'darwin', 'windows']

const manifestPath = join(HERE, 'builder-config.yaml')
const manifest = readManifest(readFileSync(manifestPath, 'utf8'))
const [unstable, stable] = [versionOf('exporters'), versionOf('providers')]

const go = (args: string[], env = {}) =>
  execFileSync('go', args, {
    cwd: DISTRIBUTION,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

console.error(`builder ${unstable}`)
const builder = `${CORE}/cmd/builder@${unstable}`
execFileSync('go', ['run', builder, '--config', manifestPath, '--skip-compilation', '--skip-get-modules'], {
  cwd: HERE,
  stdio: 'inherit',
})
writeFileSync(join(DISTRIBUTION, 'go.mod'), goMod())
rmSync(join(DISTRIBUTION, 'go.sum'), { force: true })
go(['fmt', '.'])
for (const GOOS of PLATFORMS) {
  console.error(`modules for ${GOOS}`)
  go(['list', '-mod=mod', '-deps', '.'], { GOOS, CGO_ENABLED: '0' })
}

const [componentsGo, mainGo, completed] = ['components.go', 'main.go', 'go.mod'].map((name) =>
  readFileSync(join(DISTRIBUTION, name), 'utf8'),
) as [string, string, string]
const problems = manifestProblems(manifest, { componentsGo, mainGo, goMod: completed })
if (problems.length > 0) throw new Error(problems.join('\n'))

function goMod(): string {
  const framework = [
    ...FRAMEWORK.stable.map((name) => `${CORE}/${name} ${stable}`),
    ...FRAMEWORK.unstable.map((name) => `${CORE}/${name} ${unstable}`),
  ]
  const modules = manifest.modules.map(({ path, version }) => `${path} ${version}`)
  const requires = [...new Set([...modules, ...framework])].sort().map((line) => `\t${line}`)
  const own = manifest.modules.filter(({ folder }) => folder)
  const replaces = own.map(({ path, folder = '' }) => {
    const target = relative(DISTRIBUTION, join(HERE, folder)).replaceAll('\\', '/')
    return `\nreplace ${path} => ${target}\n`
  })
  return `module ${manifest.module}\n\ngo ${GO}\n\nrequire (\n${requires.join('\n')}\n)\n${replaces.join('')}`
}

/** All modules of a kind share one version; the first speaks for them. */
function versionOf(kind: 'exporters' | 'providers'): string {
  const version = manifest.modules.find((module) => module.kind === kind && !module.folder)?.version
  if (!version) throw new Error(`builder-config.yaml › ${kind}: at least one is needed`)
  return version
}
