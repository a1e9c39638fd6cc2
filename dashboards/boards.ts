import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { database } from './database.ts'
import { overview } from './overview.ts'
import { pipeline } from './pipeline.ts'
import { runtime } from './runtime.ts'
import { ticketing } from './ticketing.ts'

/** Every board by the name of its file in `grafana/`, in the order a person reads them. */
export const BOARDS: Readonly<Record<string, () => Dashboard>> = {
  overview,
  ticketing,
  database,
  runtime,
  pipeline,
}
