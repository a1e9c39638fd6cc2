import { Program } from './program.ts'
import { inRepository } from './repository.ts'
import type { OtlpReceiver } from './send.ts'

/** The instance under which the job's series are stored. */
export const COLLECT_INSTANCE = 'collect-metrics'

/** How a run of the metrics job ended and what it printed. */
export interface CollectRun {
  readonly code: number | null
  readonly output: string
  readonly afterMs: number
}

/** Runs `npm run collect-metrics` to its end. */
export async function runCollectMetrics(
  databaseUrl: string,
  { httpUrl, token }: Pick<OtlpReceiver, 'httpUrl' | 'token'>,
  env: Record<string, string> = {},
): Promise<CollectRun> {
  const startedAt = performance.now()
  await using job = new Program({
    name: 'collect-metrics',
    command: process.execPath,
    args: ['scripts/collect-metrics.ts'],
    cwd: inRepository('demo'),
    env: {
      DATABASE_URL: databaseUrl,
      NODE_ENV: 'production',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl,
      SIDECAR_TOKEN: token,
      ...env,
    },
  })
  const { code } = await job.exited
  return { code, output: job.output, afterMs: performance.now() - startedAt }
}
