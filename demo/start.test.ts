import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** Runs start.ts to its end with nothing in the environment but `env`. */
function start(env: Record<string, string>) {
  const script = path.join(import.meta.dirname, 'start.ts')
  const { PATH = '' } = process.env
  const ended = spawnSync(process.execPath, [script], {
    env: { PATH, NODE_ENV: 'production', ...env },
    encoding: 'utf8',
    timeout: 15_000,
  })
  return { code: ended.status, said: ended.stderr }
}

describe('start.ts', () => {
  it('says how to set DATABASE_URL when it is not set', () => {
    const { code, said } = start({})
    expect(said).toContain('DATABASE_URL is not set. Set it to postgres://')
    expect(code).toBe(1)
  })

  it.each([
    ['PORT', 'web', 'PORT is "web". Set it to a port number'],
    ['DATABASE_WAIT_MS', 'soon', 'DATABASE_WAIT_MS is "soon". Set it to a whole number'],
    ['DATABASE_POOL_MAX', '0', 'DATABASE_POOL_MAX is "0". Set it to a whole number'],
  ])('refuses %s = %s by name', (name, value, message) => {
    const { code, said } = start({ DATABASE_URL: 'postgres://127.0.0.1:1/none', [name]: value })
    expect(said).toContain(message)
    expect(code).toBe(1)
  })
})
