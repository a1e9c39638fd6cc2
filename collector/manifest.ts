import { posix } from 'node:path'
import { parse } from 'yaml'

/** The lists of an OCB manifest that name modules. Providers read configuration, the rest moves telemetry. */
const KINDS = ['receivers', 'processors', 'exporters', 'connectors', 'extensions', 'providers'] as const

/** One module of the distribution, as `builder-config.yaml` names it. */
export interface ManifestModule {
  kind: (typeof KINDS)[number]
  path: string
  version: string
  /** The Go package that makes the component, and its name: the last part. */
  goPackage: string
  name: string
  /** Set for a module of this repository: its folder, relative to the manifest. */
  folder?: string
}

/** `builder-config.yaml`, read. */
export interface Manifest {
  module: string
  name: string
  version: string
  modules: ManifestModule[]
}

interface ManifestFile {
  dist: { module: string; name: string; version: string }
  [kind: string]: unknown
}

/** Reads a manifest. @throws Error when an entry is not "path version" */
export function readManifest(text: string): Manifest {
  const file = parse(text) as ManifestFile
  const modules = KINDS.flatMap((kind) => {
    const entries = (file[kind] ?? []) as { gomod: string; import?: string; path?: string }[]
    return entries.map(({ gomod, import: imported, path: folder }) => {
      const [path, version, ...rest] = gomod.split(' ')
      if (!path || !version || rest.length > 0) {
        throw new Error(`builder-config.yaml › ${kind}: "${gomod}" is not a module path and a version`)
      }
      const goPackage = imported ?? path
      return { kind, path, version, goPackage, name: posix.basename(goPackage), folder }
    })
  })
  return { module: file.dist.module, name: file.dist.name, version: file.dist.version, modules }
}

/** The files under `distribution/` that follow from the manifest. */
export interface GeneratedSources {
  componentsGo: string
  mainGo: string
  goMod: string
}

/**
 * Says where the generated distribution and the manifest disagree; an empty list when they agree.
 *
 * @example manifestProblems(readManifest(yaml), sources) // ['go.mod: … is v0.160.0, builder-config.yaml says v0.161.0']
 */
export function manifestProblems(
  manifest: Manifest,
  { componentsGo, mainGo, goMod }: GeneratedSources,
): string[] {
  const problems: string[] = []
  const required = requiredModules(goMod)
  const compiled = new Set([...moduleStrings(componentsGo), ...moduleStrings(mainGo)])
  const imported = new Set(
    [...`${componentsGo}${mainGo}`.matchAll(/^\s+\w+ "(\S+)"$/gm)].map(([, goPackage = '']) => goPackage),
  )
  for (const { path, version, goPackage } of manifest.modules) {
    const inGoMod = required.get(path)
    if (inGoMod !== version)
      problems.push(`go.mod: ${path} is ${inGoMod ?? 'missing'}, builder-config.yaml says ${version}`)
    if (!compiled.has(`${path} ${version}`))
      problems.push(`generated sources: ${path} ${version} is not compiled in`)
    if (!imported.has(goPackage)) problems.push(`generated sources: ${goPackage} is not imported`)
  }
  const named = new Set(manifest.modules.map(({ path, version }) => `${path} ${version}`))
  for (const extra of compiled) {
    if (!named.has(extra)) problems.push(`generated sources: ${extra} is not in builder-config.yaml`)
  }
  if (!goMod.startsWith(`module ${manifest.module}\n`))
    problems.push(`go.mod: the module is not ${manifest.module}`)
  for (const value of [manifest.name, manifest.version]) {
    if (!mainGo.includes(`"${value}"`))
      problems.push(`main.go: "${value}" of builder-config.yaml › dist is missing`)
  }
  return problems
}

/** Module paths and versions, direct and indirect. */
function requiredModules(goMod: string): Map<string, string> {
  return new Map(
    [...goMod.matchAll(/^\t(\S+) (v\S+)/gm)].map(([, path = '', version = '']) => [path, version]),
  )
}

function moduleStrings(source: string): string[] {
  return [...source.matchAll(/"(\S+\/\S+ v\d\S*)"/g)].map(([, module = '']) => module)
}
