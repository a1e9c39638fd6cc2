import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imageAvailability } from './support/docker/compose-stack.ts'
import { type Availability, engineAvailability } from './support/docker/engine.ts'
import { inRepository } from './support/repository.ts'

const run = promisify(execFile)
/** Built by .ci/run from Dockerfile.collector. */
const IMAGE = 'ticketcap-collector:test'
/** What the engine itself puts into a container. */
const OF_THE_ENGINE = /^(\.dockerenv|dev\/|proc\/|sys\/|etc\/(hostname|hosts|mtab|resolv\.conf)?$)/
const DATA = 'var/lib/otelcol/'

// `npm run image:report` builds the whole image twice from nothing; this is the part that takes a second.
describe('the image of the collector', () => {
  let able: Availability
  let directory: string
  let container = ''

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'image-'))
    able = engineAvailability()
    if (able.ok) able = await imageAvailability(IMAGE)
    if (able.ok) container = (await run('docker', ['create', IMAGE])).stdout.trim()
  })
  afterAll(async () => {
    if (container) await run('docker', ['rm', container])
    await rm(directory, { recursive: true })
  })

  test('holds the program that npm run build makes in another folder, byte for byte', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    if (process.platform !== 'linux')
      return context.skip('npm run build makes a program for another system here')
    const copied = path.join(directory, 'otelcol-sidecar')
    await run('docker', ['cp', `${container}:/otelcol-sidecar`, copied])
    expect(digest(copied)).toBe(digest(inRepository('.sidecar/bin/otelcol-sidecar')))
  })

  test('holds nothing else, all of one time, and of root but for its data', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    const archive = path.join(directory, 'image.tar')
    await run('docker', ['export', '-o', archive, container])
    const { stdout } = await run('tar', ['--list', '--verbose', '--full-time', '--utc', '--file', archive])
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/))
      .filter(([, , , , , name = '']) => !OF_THE_ENGINE.test(name))
    expect(entries.map(([, , , , , name]) => name)).toEqual([
      'etc/otelcol/',
      'etc/otelcol/collector-config.yaml',
      'etc/ssl/',
      'etc/ssl/certs/',
      'etc/ssl/certs/ca-certificates.crt',
      'otelcol-sidecar',
      'probe',
      'var/',
      'var/lib/',
      DATA,
    ])
    for (const [, owner, , day, time, name] of entries) {
      expect(`${day} ${time}`, name).toBe('1970-01-01 00:00:00')
      expect(owner, name).toBe(name === DATA ? '10001/10001' : 'root/root')
    }
  })
})

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
