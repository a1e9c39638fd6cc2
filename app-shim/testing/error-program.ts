import { fileURLToPath } from 'node:url'
import { Program } from '../../tests/support/program.ts'
import { waitFor } from '../../tests/support/wait-for.ts'
import type { EnvelopeSink } from './envelope-sink.ts'

const APP = fileURLToPath(new URL('./error-app.ts', import.meta.url))

/** Starts `error-app.ts` with its errors going to a sink. */
export function startErrorApp(
  sink: Pick<EnvelopeSink, 'url'>,
  mode = 'serve',
  env: Record<string, string> = {},
): Program {
  return new Program({
    name: 'error app',
    command: process.execPath,
    args: [APP, mode],
    env: {
      SIDECAR_SENTRY_ENDPOINT: sink.url,
      SIDECAR_TOKEN: 'token-of-the-test',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      ...env,
    },
  })
}

/** The base URL of a serving error app. */
export async function urlOf(app: Program): Promise<string> {
  const port = await waitFor(() => /ready (\d+)/.exec(app.output)?.[1], { describe: () => app.output })
  return `http://127.0.0.1:${port}`
}
