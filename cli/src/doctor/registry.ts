import type { Check } from './check.ts'
import { configValid } from './checks/config-valid.ts'
import { damagedQueues } from './checks/damaged-queues.ts'
import { endpoints } from './checks/endpoints.ts'
import { lateSamples } from './checks/late-samples.ts'
import { nodeVersion } from './checks/node-version.ts'
import { oneApiCopy } from './checks/one-api-copy.ts'
import { railway } from './checks/railway.ts'
import { samplingValues } from './checks/sampling-values.ts'
import { storage } from './checks/storage.ts'
import { token } from './checks/token.ts'
import { wiring } from './checks/wiring.ts'

/** Every static check, in the order they are shown. A new one is a file in checks/ and a line here. */
export const CHECKS: readonly Check[] = [
  nodeVersion,
  oneApiCopy,
  wiring,
  token,
  samplingValues,
  endpoints,
  storage,
  damagedQueues,
  lateSamples,
  configValid,
  railway,
]
