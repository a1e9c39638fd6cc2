import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { heartbeatLine, noticeLine } from '../alerts/lines.ts'
import { HEARTBEAT_LIMIT_MS } from '../alerts/receiver.ts'
import { buildTargets, STACK_TARGETS } from '../build/targets.ts'
import { SidecarError } from '../errors.ts'
import { stopRequest } from '../process/stop-request.ts'
import { paintFor } from '../terminal/colour.ts'
import { createProgress } from '../terminal/progress.ts'
import { printEvent, type UpEvent } from './events.ts'
import { awaitTrace, placeOrder } from './order.ts'
import { awaitOrderCount, ORDER_COUNT_QUERY } from './order-count.ts'
import { checkPorts, resolveFreePorts } from './ports.ts'
import { countLines, orderLines, readyLines } from './report.ts'
import { prepareRunDirectory } from './run-directory.ts'
import { exporterEnvironment } from './services.ts'
import { portNeeds, type UpSettings } from './settings.ts'
import { createStack, type Stack } from './stack.ts'

/** Builds, starts, shows one order, then runs until it is asked to stop. Returns the exit code. */
export async function up(asked: UpSettings): Promise<number> {
  const emit = (event: UpEvent) => asked.json && printEvent(event)
  try {
    return await upUntilStopped(asked, emit)
  } catch (error) {
    if (error instanceof SidecarError) emit({ event: 'failed', code: error.code, message: error.message })
    throw error
  }
}

async function upUntilStopped(asked: UpSettings, emit: (event: UpEvent) => unknown): Promise<number> {
  const started = Number(process.env.SIDECAR_STARTED_AT) || Date.now()
  const progress = createProgress(process.stderr)
  const paint = paintFor(process.stderr)
  const stopAsked = stopRequest()

  const leftovers = prepareRunDirectory(asked.runDirectory)
  if (leftovers.length > 0) {
    progress.line(` Stopped what an earlier start left running: ${leftovers.join(', ')}`)
  }
  await checkPorts(portNeeds(asked.ports))
  const settings = { ...asked, ports: await resolveFreePorts(asked.ports) }
  const untilStopped = stopAsked.requested.then(() => 'stopped' as const)
  if ((await Promise.race([buildTargets(STACK_TARGETS, progress), untilStopped])) === 'stopped') return 0

  const stack = createStack(settings, progress, {
    onNotice(notice) {
      const { status, severity, name, summary, labels } = notice
      emit({ event: 'alert', status, severity, name, summary, labels })
      progress.line(noticeLine(notice, paint))
    },
    onHeartbeat(heard) {
      emit({ event: 'heartbeat', heard })
      progress.line(heartbeatLine(heard, HEARTBEAT_LIMIT_MS, paint))
    },
  })
  try {
    await Promise.race([run(stack.start()), untilStopped])
    return 0
  } finally {
    stopAsked.again(() => process.exit(1))
    progress.line(` ${paint('dim', 'Stopping; Ctrl-C again does not wait.')}`)
    await stack.stop((service, killed) => {
      const mark = killed ? paint('yellow', '!') : paint('green', '✓')
      progress.line(` ${mark} stopped ${service}${killed ? ', it did not end by itself' : ''}`)
      emit({ event: 'stopped', service, killed })
    })
  }

  async function run(starting: Promise<Stack>): Promise<void> {
    const { urls, failed } = await starting
    if (stopAsked.isRequested()) return
    writeEnvironment(settings)
    for (const [service, url] of Object.entries(urls)) emit({ event: 'ready', service, url })
    show(
      readyLines(
        Object.entries(urls).map(([service, url]) => ({ service, url })),
        settings.runDirectory,
        paint,
      ),
    )
    if (settings.order) await Promise.race([order(urls), failed])
    progress.line(` ${paint('dim', 'Running. Ctrl-C stops everything.')}`)
    await failed
  }

  async function order(urls: Stack['urls']): Promise<void> {
    const { traceId } = await placeOrder(urls.app)
    const trace = await awaitTrace(urls.console, traceId)
    const firstTraceMs = Date.now() - started
    const url = `${urls.console}/#/trace/${traceId}`
    emit({ event: 'order', traceId, spans: trace.spans.length, firstTraceMs, policy: trace.policy, url })
    show(orderLines(trace, url, firstTraceMs, paint))
    const count = await awaitOrderCount(urls.prometheus)
    if (!count) return progress.line(' Prometheus has not counted the order yet. See logs/collector.log.')
    emit({ event: 'metric', query: ORDER_COUNT_QUERY, ...count })
    show([...countLines(count, traceId, paint), ''])
  }

  function show(lines: readonly string[]): void {
    for (const line of lines) progress.line(line)
  }
}

/** Leaves a file that points another app at this collector: `node --env-file=.sidecar/run/app.env server.js`. */
function writeEnvironment(settings: UpSettings): void {
  const variables = { ...exporterEnvironment(settings), SIDECAR_TOKEN: settings.token }
  const text = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(settings.runDirectory, 'app.env'), text.join(''), { mode: 0o600 })
}
