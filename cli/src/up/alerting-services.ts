import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RECEIVERS } from '../alerts/receiver.ts'
import { answers } from '../process/wait-for.ts'
import { binary, ROOT } from '../root.ts'
import { localPrometheusConfig, PROMETHEUS_FLAGS } from './prometheus-config.ts'
import { common, LOOPBACK, type Service } from './services.ts'
import type { UpSettings } from './settings.ts'

/** Metrics backend: takes OTLP from the collector, scrapes nothing, evaluates alerts/. */
export function prometheusService(settings: UpSettings): Service {
  const { ports, runDirectory } = settings
  const url = `http://${LOOPBACK}:${ports.prometheus}`
  const config = join(runDirectory, 'prometheus.yaml')
  writeFileSync(config, localPrometheusConfig(`${LOOPBACK}:${ports.alertmanager}`))
  return {
    ...common('prometheus', settings),
    command: binary('prometheus'),
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(runDirectory, 'prometheus')}`,
      `--web.listen-address=${LOOPBACK}:${ports.prometheus}`,
      ...PROMETHEUS_FLAGS,
    ],
    env: process.env,
    graceMs: 5000,
    url,
    ready: () => answers(`${url}/-/ready`),
  }
}

/**
 * Alertmanager with the shipped configuration, telling the receiver at `receiverUrl`. The addresses of the webhooks
 * lie in files, as secrets do in production.
 */
export function alertmanagerService(settings: UpSettings, receiverUrl: string): Service {
  const url = `http://${LOOPBACK}:${settings.ports.alertmanager}`
  const directory = join(settings.runDirectory, 'alertmanager')
  writeWebhooks(directory, receiverUrl)
  return {
    ...common('alertmanager', settings),
    command: binary('alertmanager'),
    args: [
      `--config.file=${join(ROOT, 'alerts', 'alertmanager.yaml')}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=${LOOPBACK}:${settings.ports.alertmanager}`,
      // One is enough: no gossip with others.
      '--cluster.listen-address=',
    ],
    // The configuration names the files of the webhooks relative to this.
    cwd: directory,
    env: process.env,
    graceMs: 3000,
    url,
    ready: () => answers(`${url}/-/ready`),
  }
}

/** Writes the files that alerts/alertmanager.yaml names, each with one address. */
export function writeWebhooks(directory: string, receiverUrl: string): void {
  mkdirSync(join(directory, 'webhooks'), { recursive: true, mode: 0o700 })
  for (const name of RECEIVERS) {
    writeFileSync(join(directory, 'webhooks', name), `${receiverUrl}/${name}\n`, { mode: 0o600 })
  }
}
