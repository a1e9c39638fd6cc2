import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requiredGo } from './go-toolchain.ts'
import { collectorArguments } from './launch.ts'

const ROOT = join(import.meta.dirname, '..')
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile.collector'), 'utf8')
const INSTRUCTIONS = DOCKERFILE.replaceAll('\\\n', ' ').split('\n')
const CONFIG = '/etc/otelcol/collector-config.yaml'

const last = (name: string) =>
  INSTRUCTIONS.findLast((line) => line.startsWith(`${name} `))?.slice(name.length + 1)

describe('Dockerfile.collector', () => {
  it('starts the collector with the flags of every other launcher', () => {
    expect(JSON.parse(last('CMD') ?? '')).toEqual(collectorArguments(CONFIG))
  })

  it('validates with those flags, too', () => {
    const validate = INSTRUCTIONS.find((line) => line.includes('otelcol-sidecar validate')) ?? ''
    for (const flag of collectorArguments('/out/collector-config.yaml')) expect(validate).toContain(flag)
  })

  it('takes every base image from an argument with a pinned public default', () => {
    const bases = INSTRUCTIONS.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1])
    expect(bases).toEqual([expect.stringMatching(/^\$\{\w+\}$/), 'scratch'])
    const image = /^ARG GO_IMAGE=golang:(\d+\.\d+\.\d+)-bookworm$/m.exec(DOCKERFILE)
    const needed = requiredGo(readFileSync(join(import.meta.dirname, 'distribution', 'go.mod'), 'utf8'))
    expect(image?.[1]?.split('.').slice(0, 2)).toEqual(needed.split('.').slice(0, 2))
  })

  it('does not run as root', () => {
    expect(last('USER')).toBe('10001:10001')
  })

  it.each([/^# *syntax=/m, /--mount/, /<<\w/, /--chmod/, /--link/, /@sha256:/, /BUILDPLATFORM|TARGETARCH/])(
    'stays without %s, which the classic builder does not know',
    (feature) => {
      expect(DOCKERFILE).not.toMatch(feature)
    },
  )
})
