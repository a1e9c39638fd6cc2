import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRepository } from '../support/repository.ts'

/** Where the type of each kind is. */
const TYPES: Record<string, string> = {
  ConfigMap: 'kubernetes-types/core/v1.d.ts',
  Deployment: 'kubernetes-types/apps/v1.d.ts',
  StatefulSet: 'kubernetes-types/apps/v1.d.ts',
  Service: 'kubernetes-types/core/v1.d.ts',
  PodDisruptionBudget: 'kubernetes-types/policy/v1.d.ts',
  OpenTelemetryCollector: '../opentelemetry-collector.d.ts',
}

/** Checks manifests against the types of their kinds, unknown fields included; returns what the compiler says. */
export function checkManifests(manifests: readonly { kind: string }[]): string {
  const directory = mkdtempSync(inRepository('tests/kubernetes/.check-'))
  try {
    const source = manifests.map((manifest, index) => {
      const from = TYPES[manifest.kind]
      if (!from) return `no type is known for the kind ${manifest.kind}`
      return `export const m${index}: import('${from}').${manifest.kind} = ${JSON.stringify(manifest)}`
    })
    writeFileSync(path.join(directory, 'manifests.ts'), source.join('\n'))
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'esnext',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: [],
    }
    const config = path.join(directory, 'tsconfig.json')
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['manifests.ts'] }))
    const tsc = inRepository('node_modules/typescript/bin/tsc')
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' })
    return stdout + stderr
  } finally {
    rmSync(directory, { recursive: true })
  }
}
