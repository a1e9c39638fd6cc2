import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type GeneratedSources, manifestProblems, readManifest } from './manifest.ts'

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), 'utf8')

const MANIFEST = read('builder-config.yaml')
const SOURCES: GeneratedSources = {
  componentsGo: read('distribution', 'components.go'),
  mainGo: read('distribution', 'main.go'),
  goMod: read('distribution', 'go.mod'),
}

/** Everything that may be compiled in. A receiver, an exporter or a debug endpoint more is a way in or out more. */
const ALLOWED = {
  receivers: ['otlpreceiver', 'sentryreceiver'],
  processors: [
    'drainprocessor',
    'memorylimiterprocessor',
    'scrubprocessor',
    'semconvprocessor',
    'sentryvolumeprocessor',
    'tailsamplingprocessor',
    'transformprocessor',
    'wellformedprocessor',
  ],
  exporters: ['otlphttpexporter', 'sentryexporter'],
  connectors: ['forwardconnector', 'spanmetricsconnector'],
  extensions: [
    'bearertokenauthextension',
    'healthcheckextension',
    'incidentextension',
    'queuestorageextension',
    'requestboundsextension',
    'retryextension',
    'samplingceilingextension',
  ],
  providers: ['envprovider', 'fileprovider', 'yamlprovider'],
}

describe('the committed distribution', () => {
  it('is what the manifest says', () => {
    expect(manifestProblems(readManifest(MANIFEST), SOURCES)).toEqual([])
  })

  it.each([
    [
      'another version',
      (yaml: string) => yaml.replace('otlphttpexporter v0.161.0', 'otlphttpexporter v0.160.0'),
      /v0\.160\.0/,
    ],
    [
      'a component more',
      (yaml: string) =>
        yaml.replace(
          /^exporters:\n/m,
          '$&  - gomod: go.opentelemetry.io/collector/exporter/debugexporter v0.161.0\n',
        ),
      /debugexporter .*not compiled in/,
    ],
    [
      'a component less',
      (yaml: string) => yaml.replace(/^.*spanmetricsconnector.*\n/m, ''),
      /spanmetricsconnector .*not in builder-config/,
    ],
    [
      'a package of ours more',
      (yaml: string) =>
        yaml.replace(
          /^exporters:\n/m,
          '$&  - gomod: github.com/ticketcap/telemetry/collector/components v0.0.0\n' +
            '    import: github.com/ticketcap/telemetry/collector/components/otherexporter\n',
        ),
      /otherexporter is not imported/,
    ],
    ['another name', (yaml: string) => yaml.replace('name: otelcol-sidecar', 'name: otelcol'), /"otelcol"/],
    [
      'another module',
      (yaml: string) => yaml.replace('collector/distribution\n', 'collector/other\n'),
      /go\.mod: the module/,
    ],
  ])('disagrees with a manifest that has %s', (_, tamper, problem) => {
    const tampered = tamper(MANIFEST)
    expect(tampered).not.toBe(MANIFEST)
    expect(manifestProblems(readManifest(tampered), SOURCES).join('\n')).toMatch(problem)
  })

  it('disagrees with a go.mod that was edited by hand', () => {
    const goMod = SOURCES.goMod.replace('otlpreceiver v0.161.0', 'otlpreceiver v0.162.0')
    expect(manifestProblems(readManifest(MANIFEST), { ...SOURCES, goMod }).join('\n')).toMatch(
      /otlpreceiver is v0\.162\.0/,
    )
  })
})

describe('the manifest', () => {
  it('names only components that are allowed', () => {
    const named = Object.groupBy(readManifest(MANIFEST).modules, ({ kind }) => kind)
    const names = Object.entries(named).map(([kind, modules]) => [
      kind,
      modules.map(({ name }) => name).sort(),
    ])
    expect(Object.fromEntries(names)).toEqual(ALLOWED)
  })

  it('refuses an entry without a version', () => {
    const broken = MANIFEST.replace('otlphttpexporter v0.161.0', 'otlphttpexporter')
    expect(() => readManifest(broken)).toThrow(
      /exporters.*otlphttpexporter" is not a module path and a version/,
    )
  })
})
