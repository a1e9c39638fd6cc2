import { join } from 'node:path'

const FEATURE_GATES = [
  'processor.tailsamplingprocessor.recordpolicy',
  'processor.tailsamplingprocessor.metricstatcountspanssampled',
]

/**
 * The flags the collector is started with, wherever it runs.
 *
 * `recordpolicy` makes the tail sampler write the policy that kept a trace on the scope of its spans;
 * `metricstatcountspanssampled` makes it count spans besides traces, which `sidecar ledger` adds up.
 *
 * @example collectorArguments('collector-config.yaml')
 */
export function collectorArguments(configPath: string): string[] {
  return [`--config=${configPath}`, `--feature-gates=${FEATURE_GATES.join(',')}`]
}

/** Where `buildCollector` puts the program, below the root of the repository. */
export function collectorBinary(root: string): string {
  return join(
    root,
    '.sidecar',
    'bin',
    process.platform === 'win32' ? 'otelcol-sidecar.exe' : 'otelcol-sidecar',
  )
}
