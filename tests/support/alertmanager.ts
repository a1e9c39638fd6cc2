import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeWebhooks } from '../../cli/src/up/alerting-services.ts'
import { freePort } from './free-ports.ts'
import { Program } from './program.ts'
import { inRepository } from './repository.ts'

const SUFFIX = process.platform === 'win32' ? '.exe' : ''
const BINARY = inRepository(`.sidecar/bin/alertmanager${SUFFIX}`)

/** Checks configurations of Alertmanager, and which receiver an alert would reach. */
export const AMTOOL = inRepository(`.sidecar/bin/amtool${SUFFIX}`)

/** Why Alertmanager cannot run here; undefined when it can. */
export const alertmanagerMissing =
  existsSync(BINARY) && existsSync(AMTOOL)
    ? undefined
    : 'Alertmanager is not built. Run: npm run build (needs Go)'

/** A running Alertmanager. */
export interface Alertmanager extends AsyncDisposable {
  /** Host and port, as Prometheus is told. */
  readonly address: string
  readonly program: Program
}

/** Starts Alertmanager with the shipped configuration. @param receiverUrl whom to tell: `<url>/page` and so on */
export async function startAlertmanager(receiverUrl: string): Promise<Alertmanager> {
  const address = `127.0.0.1:${await freePort()}`
  const directory = mkdtempSync(path.join(tmpdir(), 'alertmanager-'))
  writeWebhooks(directory, receiverUrl)
  const program = new Program({
    name: 'alertmanager',
    command: BINARY,
    args: [
      `--config.file=${inRepository('alerts/alertmanager.yaml')}`,
      `--storage.path=${path.join(directory, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    cwd: directory,
  })
  await program.ready(`http://${address}/-/ready`)
  return {
    address,
    program,
    async [Symbol.asyncDispose]() {
      await program.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
