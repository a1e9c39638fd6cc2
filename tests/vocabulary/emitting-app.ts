import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Program } from '../support/program.ts'
import { inRepository } from '../support/repository.ts'
import type { OtlpReceiver } from '../support/send.ts'

/** Why the app cannot run here; undefined when it can. */
export const emittingAppMissing = existsSync(inRepository('app-shim/dist/index.js'))
  ? undefined
  : 'the shim is not built. Run: npm run build:shim'

/** Runs an app that uses every metric once and loses spans, until it has sent all of it. */
export async function runEmittingApp({ httpUrl, token }: OtlpReceiver): Promise<void> {
  await using app = new Program({
    name: 'app',
    command: process.execPath,
    args: [fileURLToPath(new URL('./emit-everything.ts', import.meta.url))],
    env: {
      NEXT_RUNTIME: 'nodejs',
      NODE_ENV: 'production',
      OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      SIDECAR_TOKEN: token,
      // It makes more spans at once than this, so some are dropped, and counted.
      OTEL_BSP_MAX_QUEUE_SIZE: '2',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1',
    },
  })
  const { code } = await app.exited
  if (code !== 0) throw new Error(`The app ended with ${code}. Its output:\n${app.output}`)
}
