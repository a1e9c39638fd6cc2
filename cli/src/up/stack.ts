import { join } from 'node:path'
import { SPAN_METRIC } from '../../../app-shim/src/names.ts'
import type { Notice } from '../alerts/notice.ts'
import { type AlertReceiver, startAlertReceiver } from '../alerts/receiver.ts'
import { type Console, startConsole } from '../console/server.ts'
import { createSupervisor } from '../process/supervisor.ts'
import { ROOT } from '../root.ts'
import { SentryStandIn } from '../sentry/stand-in/server.ts'
import type { Progress } from '../terminal/progress.ts'
import { type Recorder, startRecorder } from '../traffic/record-traffic.ts'
import { alertmanagerService, prometheusService } from './alerting-services.ts'
import { recordRun } from './run-directory.ts'
import {
  appService,
  buyersService,
  collectorService,
  LOOPBACK,
  postgresService,
  type Service,
} from './services.ts'
import type { UpSettings } from './settings.ts'

/** The app first, so that its last spans find the collector; the collector next, so that it can still deliver. */
const STOP_ORDER = ['buyers', 'app', 'collector']

/** Of `--record`: beside the run directory, which every start empties. */
const RECORDING = { file: join(ROOT, '.sidecar', 'traffic.recording'), maxBytes: 200e6, maxMs: 86_400_000 }

/** The running local stack. */
export interface Stack {
  urls: Record<
    'app' | 'console' | 'prometheus' | 'alertmanager' | 'sentry' | 'collector' | 'postgres',
    string
  >
  /** Rejects when a program ends by itself. */
  failed: Promise<never>
}

/** Hears what alerting has to say. */
export interface AlertListener {
  /** An alert begins or ends. */
  onNotice: (notice: Notice) => void
  /** The heartbeat of alerting is heard, or missed. */
  onHeartbeat: (heard: boolean) => void
}

/** Starts and stops the local stack. `stop` may come at any time, also while `start` is under way. */
export function createStack(settings: UpSettings, progress: Progress, listener: AlertListener) {
  const supervisor = createSupervisor((running) => recordRun(settings.runDirectory, running))
  const launch = (service: Service) =>
    progress.step(`start ${service.name}`, () => supervisor.start(service, service.ready))
  let page: Console | undefined
  let alerts: AlertReceiver | undefined
  let recorder: Recorder | undefined
  const sentry = new SentryStandIn({ port: settings.ports['sentry-stand-in'] })

  async function start(): Promise<Stack> {
    const postgres = postgresService(settings)
    const prometheus = prometheusService(settings)
    const collector = collectorService(settings)
    const app = appService(settings)
    await sentry.listen()
    page = await startConsole({
      port: settings.ports.console,
      prometheus: prometheus.url,
      errors: sentry.store,
      ledger: {
        configFile: join(ROOT, 'collector-config.yaml'),
        metricsUrl: `http://${LOOPBACK}:${settings.ports.metrics}/metrics`,
      },
      links: { 'Demo app': app.url, Metrics: `${prometheus.url}/api/v1/query?query=${SPAN_METRIC.calls}` },
    })
    alerts = await startAlertReceiver({ port: 0, ...listener })
    const alertmanager = alertmanagerService(settings, alerts.url)
    if (settings.record) recorder = await startRecorder({ ...RECORDING, port: settings.ports.record })
    await Promise.all([postgres, prometheus, alertmanager, collector].map(launch))
    await launch(app)
    if (settings.traffic) await launch(buyersService(settings))
    const urls = {
      app: app.url,
      console: page.url,
      prometheus: prometheus.url,
      alertmanager: alertmanager.url,
      sentry: sentry.url,
      collector: collector.url,
      postgres: postgres.url,
    }
    return { urls, failed: supervisor.failed }
  }

  async function stop(onStopped: (name: string, killed: boolean) => void): Promise<void> {
    await supervisor.stop(STOP_ORDER, onStopped)
    await Promise.all([page?.close(), alerts?.close(), sentry.close(), recorder?.close()])
  }

  return { start, stop, logs: join(settings.runDirectory, 'logs') }
}
