import type { NextConfig } from 'next'
import { describe, expect, it, vi } from 'vitest'
import { decodeBrowserConfig } from './browser/browser-config.ts'
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
  expect(config.env).toMatchObject({ phase: 'phase-production-server' })
  expect(config.serverExternalPackages).toContain('pg')
})

it('works without a configuration', () => {
  expect(withTelemetry().serverExternalPackages).toContain('pg')
})

describe('the browser part', () => {
  const browserOf = (config: NextConfig) => decodeBrowserConfig(config.env?.TICKETCAP_TELEMETRY_BROWSER ?? '')

  it('records one visit in a hundred and every one with an error, and reports to /api/telemetry', () => {
    expect(browserOf(withTelemetry())).toMatchObject({
      tunnelPath: '/api/telemetry',
      replaysSessionSampleRate: 0.01,
      replaysOnErrorSampleRate: 1,
      ignoreErrors: [],
    })
  })

  it('takes rates, errors to ignore and a path, below the base path of the app', () => {
    const options = {
      tunnelPath: '/t',
      replaysSessionSampleRate: 0,
      replaysOnErrorSampleRate: 0.5,
      ignoreErrors: ['ResizeObserver', /^Non-Error/i],
    }
    const config = withTelemetry({ basePath: '/shop', env: { own: '1' } }, options)
    expect(browserOf(config)).toMatchObject({ ...options, tunnelPath: '/shop/t' })
    expect(config.env?.own).toBe('1')
  })

  it('takes errors to ignore from SENTRY_IGNORE_ERRORS', () => {
    vi.stubEnv('SENTRY_IGNORE_ERRORS', 'ResizeObserver, /^Non-Error/')
    expect(browserOf(withTelemetry()).ignoreErrors).toEqual(['ResizeObserver', /^Non-Error/])
    vi.unstubAllEnvs()
  })

  it.each([
    [{ replaysSessionSampleRate: 1.01 }, 'replaysSessionSampleRate is 1.01. Use a share from 0 to 1.'],
    [{ replaysOnErrorSampleRate: -0.1 }, 'replaysOnErrorSampleRate is -0.1. Use a share from 0 to 1.'],
    [{ replaysOnErrorSampleRate: Number.NaN }, 'replaysOnErrorSampleRate is NaN.'],
    [{ tunnelPath: 'telemetry' }, 'tunnelPath is "telemetry". Begin it with a slash'],
  ])('refuses %o', (options, message) => {
    expect(() => withTelemetry({}, options)).toThrow(message)
  })

  it('carries no secret and no address', () => {
    vi.stubEnv('SIDECAR_TOKEN', 'planted-token')
    vi.stubEnv('SENTRY_DSN', 'https://planted-key@o1.ingest.sentry.io/7')
    expect(JSON.stringify(withTelemetry())).not.toMatch(/planted|https?:/)
    vi.unstubAllEnvs()
  })

  it('is told the trace of its page, except where pages are prepared in parts', () => {
    const { experimental } = withTelemetry({ experimental: { clientTraceMetadata: ['own'] } })
    expect(experimental?.clientTraceMetadata).toEqual(['own', 'traceparent'])
    expect(withTelemetry({ cacheComponents: true }).experimental?.clientTraceMetadata).toBeUndefined()
  })
})

describe('source maps of the browser code', () => {
  it('are made for Sentry when there is a token', () => {
    vi.stubEnv('SENTRY_AUTH_TOKEN', 'token')
    const config = withTelemetry({ turbopack: { root: '/app' } })
    expect(config).toMatchObject({
      productionBrowserSourceMaps: true,
      turbopack: { root: '/app', debugIds: true },
    })
    vi.unstubAllEnvs()
  })

  it('are not made without', () => {
    vi.stubEnv('SENTRY_AUTH_TOKEN', '')
    expect(withTelemetry({})).not.toHaveProperty('productionBrowserSourceMaps')
    vi.unstubAllEnvs()
  })

  it('leave a hook of the user in place', async () => {
    vi.stubEnv('SENTRY_AUTH_TOKEN', '')
    const runAfterProductionCompile = vi.fn(async () => {})
    const config = withTelemetry({ compiler: { runAfterProductionCompile } })
    await config.compiler?.runAfterProductionCompile?.({ projectDir: '/app', distDir: '/app/.next' })
    expect(runAfterProductionCompile).toHaveBeenCalledOnce()
    vi.unstubAllEnvs()
  })
})
