import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import allowed from './audit/allowed.json' with { type: 'json' }
import { readGovulncheck, together } from './audit/go.ts'
import { type Allowed, judge, readAllowed, type Scan } from './audit/judge.ts'
import { readNpmAudit } from './audit/npm.ts'
import { inRepository } from './support/repository.ts'

const recorded = (name: string) => readFileSync(inRepository(`tests/audit/recorded/${name}`), 'utf8')

const GHSA = 'GHSA-c2qf-rxjj-qqgw'
const TODAY = '2026-11-28'
const until = (expires: string, id = GHSA): Allowed => ({ id, reason: 'only in a test tool', expires })

const found = readNpmAudit(recorded('npm-findings.json'))
const nothing: Scan = { advisories: [] }
const unanswered = readNpmAudit(recorded('npm-405.json'))

describe('what was found', () => {
  test('fails unless it is on the list, and is named', () => {
    expect(judge(found, [], TODAY)).toEqual({
      status: 'failed',
      because: [
        `${GHSA} in @opentelemetry/core <99.0.0: Planted: regular expression denial of service (high)`,
      ],
    })
  })

  test.each(['2026-11-28', '2027-02-28'])('passes when it is allowed until %s', (day) => {
    expect(judge(found, [until(day)], TODAY)).toEqual({ status: 'passed', because: [] })
  })

  test('fails the day after', () => {
    const { status, because } = judge(found, [until('2026-11-27')], TODAY)
    expect(status).toBe('failed')
    expect(because).toEqual([
      expect.stringMatching(`^${GHSA} was allowed until 2026-11-27 .only in a test tool.`),
    ])
  })

  test('is not covered by another entry, which is needless then', () => {
    const { status, because } = judge(found, [until('2027-02-28', 'GHSA-2222-3333-4444')], TODAY)
    expect(status).toBe('failed')
    expect(because.join('\n')).toMatch(/GHSA-2222-3333-4444 is allowed and no longer found/)
    expect(because).toHaveLength(2)
  })

  test('may be nothing', () => expect(judge(nothing, [], TODAY).status).toBe('passed'))
})

describe('nobody answers', () => {
  test('is skipped with the reason, never passed', () => {
    expect(judge(unanswered, [until('2027-02-28')], TODAY)).toEqual({
      status: 'skipped',
      because: [expect.stringContaining('405 Method Not Allowed')],
    })
  })

  test('an expired entry fails all the same', () => {
    expect(judge(unanswered, [until('2026-11-27')], TODAY).status).toBe('failed')
  })
})

describe('npm audit', () => {
  test('a package affected through another is that other', () => {
    expect(found).toEqual({ advisories: [expect.objectContaining({ id: GHSA })] })
  })

  test('no connection is no answer', () => {
    const message =
      'request to https://registry.example/-/npm/v1/security/advisories/bulk failed, reason: connect ECONNREFUSED'
    expect(readNpmAudit(JSON.stringify({ message, error: { summary: '', detail: '' } }))).toEqual({
      unanswered: message,
    })
  })

  test.each([
    [
      'no lock file',
      JSON.stringify({ error: { code: 'ENOLOCK', summary: 'This command requires a lockfile.' } }),
    ],
    ['another version of the report', JSON.stringify({ auditReportVersion: 3, vulnerabilities: {} })],
    ['nothing', ''],
    ['no JSON', 'npm error code E404'],
  ])('%s is an error', (_, printed) => expect(() => readNpmAudit(printed)).toThrow('npm audit: '))
})

describe('govulncheck', () => {
  const stdout = recorded('govulncheck-called.txt')
  const messages = stdout.split(/(?<=^\})\n/m)
  const ended = (text: string, { code = 0, stderr = '' } = {}) => ({ code, stdout: text, stderr })

  test('a weak function that we call is found', () => {
    expect(readGovulncheck(ended(stdout))).toEqual({
      advisories: [
        {
          id: 'GO-2099-0001',
          where: 'stdlib v1.26.8',
          title: 'Planted finding in net/http (fixed in v1.99.0)',
        },
      ],
    })
  })

  test('one that is only there is not', () => {
    const imported = messages.filter((message) => !message.includes('"function"')).join('\n')
    expect(imported).toContain('"finding"')
    expect(readGovulncheck(ended(imported))).toEqual(nothing)
  })

  test('an unreachable database is no answer', () => {
    const stderr =
      'govulncheck: fetching vulnerabilities: Get "https://vuln.example/index/modules.json.gz": no such host'
    expect(readGovulncheck(ended(messages[0] ?? '', { code: 1, stderr }))).toEqual({ unanswered: stderr })
  })

  test.each([
    [
      'code that does not compile',
      ended('', { code: 1, stderr: 'govulncheck: loading packages: syntax error' }),
    ],
    ['a scan of modules only', ended(stdout.replace('"symbol"', '"module"'))],
    ['nothing', ended('')],
  ])('%s is an error', (_, output) => expect(() => readGovulncheck(output)).toThrow('govulncheck'))

  test('of several modules every finding counts, and each must have an answer', () => {
    const one = readGovulncheck(ended(stdout))
    expect(together([nothing, one, one])).toEqual(one)
    expect(together([one, unanswered])).toEqual(unanswered)
  })
})

describe('the allow-list', () => {
  test('is in order today', () => {
    expect(readAllowed(JSON.stringify(allowed))).toEqual(allowed)
  })

  test.each([
    ['no id of an advisory', { ...until('2027-02-28'), id: 'CVE-2099-1' }],
    ['has no reason', { ...until('2027-02-28'), reason: ' ' }],
    ['Write a day', until('soon')],
    ['Write a day', until('2027-13-01')],
  ])('an entry is refused: %s', (says, entry) => {
    expect(() => readAllowed(JSON.stringify([entry]))).toThrow(says)
  })
})
