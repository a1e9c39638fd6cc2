import { join } from 'node:path'

/**
 * The flags the collector is started with, wherever it runs.
 *
 * `recordpolicy` makes the tail sampler write the policy that kept a trace on the scope of its spans.
 *
 * @example collectorArguments('collector-config.yaml')
 */
export function collectorArguments(configPath: string): string[] {
  return [`--config=${configPath}`, '--feature-gates=processor.tailsamplingprocessor.recordpolicy']
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
