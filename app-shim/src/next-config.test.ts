import { expect, it } from 'vitest'
import { withTelemetry } from './next-config.ts'

const context = { defaultConfig: {} }

it('keeps the configuration and adds the packages that must not be bundled', () => {
  const config = withTelemetry({ reactStrictMode: true, serverExternalPackages: ['sharp', 'pg'] })
  expect(config.reactStrictMode).toBe(true)
  expect(config.serverExternalPackages).toEqual(
    expect.arrayContaining(['sharp', 'pg', '@ticketcap/telemetry']),
  )
  expect(config.serverExternalPackages?.filter((name) => name === 'pg')).toHaveLength(1)
})

it('does not change the object it is given', () => {
  const config = { serverExternalPackages: ['sharp'] }
  withTelemetry(config)
  expect(config).toEqual({ serverExternalPackages: ['sharp'] })
})

it('wraps a configuration function, also one that answers later', async () => {
  const wrapped = withTelemetry(async (phase: string) => ({ env: { phase } }))
  const config = await wrapped('phase-production-server', context)
  expect(config.env).toEqual({ phase: 'phase-production-server' })
  expect(config.serverExternalPackages).toContain('pg')
})

it('works without a configuration', () => {
  expect(withTelemetry().serverExternalPackages).toContain('pg')
})
