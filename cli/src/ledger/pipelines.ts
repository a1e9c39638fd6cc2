import { parse } from 'yaml'
import { SidecarError } from '../errors.ts'

/** What a pipeline carries. */
export type Signal = 'traces' | 'metrics' | 'logs'

/** One pipeline of the collector's configuration, as far as the ledger needs it. */
export interface Pipeline {
  readonly id: string
  readonly signal: Signal
  readonly receivers: readonly string[]
  readonly processors: readonly string[]
  readonly exporters: readonly string[]
}

/** The pipelines of a configuration and the parts that stand between two of them. */
export interface Topology {
  readonly pipelines: readonly Pipeline[]
  readonly connectors: ReadonlySet<string>
  /** Exporters whose queue is measured in something else than items. */
  readonly sizers: ReadonlyMap<string, string>
  /** Ids of the extensions that stand between an exporter and the network. */
  readonly middlewares: ReadonlyMap<string, readonly string[]>
}

const SIGNALS: readonly string[] = ['traces', 'metrics', 'logs'] satisfies Signal[]

/** Reads `service.pipelines` of a collector configuration. @throws SidecarError E_CONFIG when there are none. */
export function readTopology(text: string, file: string): Topology {
  const config = parse(text) as {
    service?: { pipelines?: Record<string, Partial<Omit<Pipeline, 'id' | 'signal'>> | null> }
    connectors?: Record<string, unknown>
    exporters?: Record<string, { sending_queue?: { sizer?: string }; middlewares?: { id: string }[] } | null>
  } | null
  const declared = config?.service?.pipelines
  if (!declared)
    throw new SidecarError(
      'E_CONFIG',
      `${file} › service.pipelines: not there. Give the collector's configuration.`,
    )
  const pipelines = Object.entries(declared).map(([id, pipeline]) => {
    const signal = id.split('/')[0] ?? ''
    if (!SIGNALS.includes(signal))
      throw new SidecarError(
        'E_CONFIG',
        `${file} › service.pipelines › ${id}: the ledger follows traces, metrics and logs only.`,
      )
    const { receivers = [], processors = [], exporters = [] } = pipeline ?? {}
    return { id, signal: signal as Signal, receivers, processors, exporters }
  })
  const exporters = Object.entries(config?.exporters ?? {})
  return {
    pipelines,
    connectors: new Set(Object.keys(config?.connectors ?? {})),
    sizers: new Map(exporters.map(([id, exporter]) => [id, exporter?.sending_queue?.sizer ?? 'requests'])),
    middlewares: new Map(
      exporters.map(([id, exporter]) => [id, (exporter?.middlewares ?? []).map((each) => each.id)]),
    ),
  }
}
