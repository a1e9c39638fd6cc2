import { execFile } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import path from 'node:path'
import { defineCommand } from 'citty'
import { parsePort } from '../arguments/port.ts'
import { parseSeconds } from '../arguments/quantity.ts'
import {
  type Environment,
  type Finding,
  read,
  type Surroundings,
  TARGETS,
  type Target,
} from '../doctor/check.ts'
import { drawFinding } from '../doctor/draw.ts'
import { type ProbeSettings, probe } from '../doctor/probe/probe.ts'
import { CHECKS } from '../doctor/registry.ts'
import { runningEnvironment } from '../doctor/running-environment.ts'
import { SidecarError } from '../errors.ts'
import { readLedger } from '../ledger/read-ledger.ts'
import { ROOT } from '../root.ts'
import { paintFor } from '../terminal/colour.ts'
import { PORTS } from '../up/settings.ts'

/** Version of the JSON below; a change that breaks a reader raises it. */
const SCHEMA_VERSION = 1
const PROGRAM_TIMEOUT_MS = 30_000
const ANSWER_TIMEOUT_MS = 5000

export default defineCommand({
  meta: {
    description:
      'Check the set-up, then send a marked trace, metric and error and follow each to its backend',
  },
  args: {
    json: { type: 'boolean', description: 'Print the findings as JSON on stdout' },
    target: {
      type: 'string',
      valueHint: TARGETS.join('|'),
      description: 'What is looked at (default: railway inside a Railway service, else native)',
    },
    probe: {
      type: 'boolean',
      default: true,
      description: 'Send the probe',
      negativeDescription: 'Check only',
    },
    app: {
      type: 'string',
      valueHint: 'directory',
      description: 'The app whose packages are looked at (default: here)',
    },
    wait: {
      type: 'string',
      valueHint: 'seconds',
      default: '30',
      description: 'How long a probe may take to arrive',
    },
    'otlp-url': { type: 'string', valueHint: 'url', description: 'The collector, OTLP over HTTP' },
    'sentry-receiver-url': {
      type: 'string',
      valueHint: 'url',
      description: 'The collector, Sentry envelopes',
    },
    'traces-url': { type: 'string', valueHint: 'url', description: 'Query address of the console or Tempo' },
    'prometheus-url': { type: 'string', valueHint: 'url', description: 'Query address of Prometheus' },
    'sentry-url': { type: 'string', valueHint: 'url', description: 'Query address of the Sentry stand-in' },
    'metrics-port': {
      type: 'string',
      valueHint: 'port',
      description: `Port of the collector's own metrics (SIDECAR_METRICS_PORT; default ${PORTS.metrics.port})`,
    },
  },
  run: ({ args }) => doctor(args as Arguments),
})

type Arguments = Record<string, string | boolean | undefined>

async function doctor(args: Arguments): Promise<number> {
  const environment = await runningEnvironment(process.env)
  const surroundings = surroundingsOf(args, environment)
  const findings: Finding[] = []
  const paint = paintFor(process.stderr)
  const tell = (found: readonly Finding[]) => {
    findings.push(...found)
    for (const finding of found) process.stderr.write(drawFinding(finding, paint))
  }
  for (const check of CHECKS) tell(await check(surroundings))
  if (args.probe) tell(await probe(probeSettings(args, environment)))
  const ok = findings.every(({ status }) => status !== 'fail')
  if (args.json) process.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ok, findings })}\n`)
  return ok ? 0 : 1
}

function surroundingsOf(args: Arguments, environment: Environment): Surroundings {
  return {
    target: targetOf(args.target, environment),
    environment,
    appDirectory: path.resolve(String(args.app ?? '.')),
    nodeVersion: process.version,
    run: (command, commandArgs, own) =>
      new Promise((resolve) => {
        const options = { env: { ...process.env, ...own }, timeout: PROGRAM_TIMEOUT_MS }
        execFile(command, commandArgs, options, (error, stdout, stderr) => {
          const code = error ? (typeof error.code === 'number' ? error.code : undefined) : 0
          resolve({ code, output: stdout + stderr })
        })
      }),
    get: async (url, headers) => {
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
      try {
        const answer = await fetch(url, { headers, signal })
        return { status: answer.status, body: await answer.text() }
      } catch {
        return undefined // what it means that nobody answers is the check's to say
      }
    },
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  }
}

function targetOf(given: string | boolean | undefined, environment: Environment): Target {
  if (given === undefined) return read(environment, 'RAILWAY_ENVIRONMENT_NAME') ? 'railway' : 'native'
  const target = TARGETS.find((known) => known === given)
  if (target) return target
  throw new SidecarError('E_USAGE', `--target: "${given}" is none of ${TARGETS.join(', ')}.`)
}

function probeSettings(args: Arguments, environment: Environment): ProbeSettings {
  const endpoint = new URL(read(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT') ?? 'http://127.0.0.1:4317')
  const port = (name: 'otlp-http' | 'sentry' | 'console' | 'prometheus' | 'metrics') =>
    read(environment, PORTS[name].variable) ?? String(PORTS[name].port)
  const beside = (name: 'otlp-http' | 'sentry') => `${endpoint.protocol}//${endpoint.hostname}:${port(name)}`
  const metricsPort = parsePort(String(args['metrics-port'] ?? port('metrics')), '--metrics-port')
  const overHttp = read(environment, 'OTEL_EXPORTER_OTLP_PROTOCOL') === 'http/protobuf'
  return {
    otlpUrl: urlOf(args, 'otlp-url') ?? (overHttp ? endpoint.href : beside('otlp-http')),
    sentryReceiverUrl: urlOf(args, 'sentry-receiver-url') ?? beside('sentry'),
    token: read(environment, 'SIDECAR_TOKEN') ?? '',
    tracesUrl: urlOf(args, 'traces-url') ?? `http://127.0.0.1:${port('console')}`,
    prometheusUrl: urlOf(args, 'prometheus-url') ?? `http://127.0.0.1:${port('prometheus')}`,
    sentryUrl: urlOf(args, 'sentry-url'),
    waitMs: parseSeconds(String(args.wait), '--wait') * 1000,
    ledger: () =>
      readLedger({
        configFile: path.join(ROOT, 'collector-config.yaml'),
        metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      }).catch((error: unknown) => {
        if (error instanceof SidecarError) return undefined
        throw error
      }),
  }
}

function urlOf(args: Arguments, flag: string): string | undefined {
  const value = args[flag]
  if (value === undefined) return undefined
  if (URL.canParse(String(value))) return String(value)
  throw new SidecarError('E_USAGE', `--${flag}: "${value}" is no URL. Write it like http://127.0.0.1:3200.`)
}
