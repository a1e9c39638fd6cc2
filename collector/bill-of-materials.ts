/** What `go version -m -json` says about a program. */
export interface BuildInfo {
  GoVersion: string
  Path: string
  Deps?: Module[]
}

interface Module {
  Path: string
  Version: string
  Sum?: string
  Replace?: Module
}

/** A component of CycloneDX 1.6. */
interface Component {
  type: 'application' | 'library'
  'bom-ref': string
  name: string
  version: string
  purl: string
  hashes?: { alg: 'SHA-256'; content: string }[]
}

/**
 * The modules that are compiled into a Go program, and the standard library, as CycloneDX. A module that a folder of this
 * repository takes the place of has its own name and the version of the program. The same program gives the same list.
 */
export function billOfMaterials(info: BuildInfo, version: string) {
  const modules = (info.Deps ?? []).map((module) => {
    const used = module.Replace ?? module
    // Only a folder has no version.
    return used.Version === '(devel)'
      ? component(module.Path, version)
      : component(used.Path, used.Version, used.Sum)
  })
  const standard = component('std', info.GoVersion.replace(/^go/, ''))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...component(info.Path, version), type: 'application' } },
    components: [...modules, standard],
  }
}

function component(name: string, version: string, sum?: string): Component {
  const purl = `pkg:golang/${name}@${version}`
  const hash = sum?.startsWith('h1:') && Buffer.from(sum.slice('h1:'.length), 'base64').toString('hex')
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(hash && { hashes: [{ alg: 'SHA-256', content: hash }] }),
  }
}
