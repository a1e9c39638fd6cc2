import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from './support/free-ports.ts'
import { Program } from './support/program.ts'
import { inRepository } from './support/repository.ts'
import { waitFor } from './support/wait-for.ts'

test('the pager of docker-compose.yml prints what it is told, without packages and outside the repository', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pager-'))
  try {
    await cp(inRepository('cli/src'), path.join(directory, 'src'), { recursive: true })
    const port = await freePort()
    await using pager = new Program({
      name: 'pager',
      command: process.execPath,
      args: [path.join(directory, 'src', 'alerts', 'listen.ts'), String(port)],
      cwd: directory,
    })
    await pager.ready(`http://127.0.0.1:${port}/healthz`)
    const alert = {
      status: 'firing',
      fingerprint: 'a1',
      labels: { alertname: 'TenantIsolationFailure', severity: 'page' },
      annotations: { summary: 'Data crossed a tenant border 1 time(s)' },
      startsAt: '2026-11-24T10:00:00Z',
    }
    const body = JSON.stringify({ version: '4', alerts: [alert] })
    await fetch(`http://127.0.0.1:${port}/page`, { method: 'POST', body })
    await fetch(`http://127.0.0.1:${port}/heartbeat`, { method: 'POST', body })
    await waitFor(() => pager.output.includes('heartbeat'), { describe: () => pager.output })
    expect(pager.output).toMatch(
      /Z ▲ page {3}TenantIsolationFailure Data crossed a tenant border 1 time\(s\)\n/,
    )
    expect((await pager.stop()).code).toBe(0)
  } finally {
    await rm(directory, { recursive: true })
  }
})
