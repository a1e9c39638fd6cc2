import { existsSync } from 'node:fs'
import path from 'node:path'
import { collectorArguments, collectorBinary } from '../../../../collector/launch.ts'
import { ROOT } from '../../root.ts'
import { type Check, read } from '../check.ts'

/** `otelcol-sidecar validate` accepts the configuration with this environment. */
export const configValid: Check = async ({ environment, run }) => {
  const id = 'config-valid'
  const program = collectorBinary(ROOT)
  if (!existsSync(program))
    return [{ id, status: 'skip', message: 'the collector is not built here: npm run build:collector' }]
  const file = path.join(ROOT, 'collector-config.yaml')
  // Whether the token is set is another check; without one this would only say that again.
  const token = read(environment, 'SIDECAR_TOKEN') ?? 'only-to-validate'
  const { code, output } = await run(program, ['validate', ...collectorArguments(file)], {
    ...environment,
    SIDECAR_TOKEN: token,
  })
  if (code === 0) return [{ id, status: 'ok', message: 'collector-config.yaml is valid' }]
  const reason = output.trim().split('\n').filter(Boolean).slice(-3).join(' ').replaceAll(token, '…')
  return [
    {
      id,
      status: 'fail',
      message: `collector-config.yaml: ${reason.slice(0, 500)}`,
      hint: 'Correct the place it names.',
    },
  ]
}
