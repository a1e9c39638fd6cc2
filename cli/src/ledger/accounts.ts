import { SidecarError } from '../errors.ts'
import { type Account, account, type Entry } from './account.ts'
import type { Samples } from './exposition.ts'
import type { Pipeline, Signal, Topology } from './pipelines.ts'
import { SAMPLER, samplerAccount } from './sampler.ts'

/** How the collector's metric names call the items of a signal. */
const ITEMS = {
  traces: 'spans',
  metrics: 'metric_points',
  logs: 'log_records',
} as const satisfies Record<Signal, string>

/** Processors that leave items out on purpose and count only what enters and leaves. */
const LEAVES_OUT: Readonly<Record<string, string>> = {
  filter: 'filtered',
  sentry_volume: 'not for Sentry',
  probabilistic_sampler: 'sampled out',
}

/**
 * The sums over every place of the pipelines, in the order the data flows. Each compares what the place before says
 * it handed on with what this place says it took, so a place that loses items silently shows up by name.
 */
export function accounts(topology: Topology, samples: Samples): Account[] {
  refuseSharedEnds(topology)
  const found = new Map<string, Account>()
  for (const pipeline of topology.pipelines) {
    const places = [
      ...pipeline.processors.map((id, index) => processorAccount(topology, samples, pipeline, id, index)),
      ...pipeline.exporters
        .filter((id) => !topology.connectors.has(id))
        .map((id) => exporterAccount(topology, samples, pipeline.signal, id)),
    ]
    for (const place of places) found.set(`${place.signal} ${place.place}`, place)
  }
  return [...found.values()]
}

// The last counter of a pipeline says what its exporters got. Two pipelines that end in one processor and go to
// different places share that counter, and nobody could say who lost what.
function refuseSharedEnds({ pipelines }: Topology): void {
  for (const one of pipelines)
    for (const other of pipelines) {
      const end = one.processors.at(-1)
      const shared = end !== undefined && one.signal === other.signal && other.processors.includes(end)
      if (shared && one.exporters.join() !== other.exporters.join())
        throw new SidecarError(
          'E_CONFIG',
          `service.pipelines: ${one.id} and ${other.id} share the processor ${end}, so what they hand on cannot be told ` +
            `apart. Give one of them a name of its own, such as ${end}/${other.id.split('/')[1] ?? 'other'}.`,
        )
    }
}

function processorAccount(
  topology: Topology,
  samples: Samples,
  pipeline: Pipeline,
  id: string,
  index: number,
): Account {
  const { signal } = pipeline
  const users = topology.pipelines.filter((other) => other.signal === signal && other.processors.includes(id))
  const befores = users.map((user) => before(topology, samples, user, user.processors.indexOf(id)))
  const entered = befores.every((count) => count !== undefined)
    ? befores.reduce((total, count) => total + count, 0)
    : incoming(samples, id, signal)
  const at = { signal, place: id, entered }
  const [type = ''] = id.split('/')
  if (type === SAMPLER) return samplerAccount(at, samples, after(topology, samples, pipeline, index))
  const outgoing = samples.sum('otelcol_processor_outgoing_items_total', {
    processor: id,
    otel_signal: signal,
  })
  const entries: Entry[] = [{ fate: 'onward', what: 'handed on', count: outgoing }]
  if (type === 'memory_limiter')
    entries.push({ fate: 'refused', what: 'refused, memory is short', count: limited(samples, id, signal) })
  if (type === 'scrub')
    entries.push({ fate: 'lost', what: 'dropped by scrub', count: scrubbed(samples, signal) })
  if (type === 'wellformed')
    entries.push({
      fate: 'lost',
      what: 'without ids, no backend takes them',
      count: unreadable(samples, signal),
    })
  const leaves = LEAVES_OUT[type]
  if (leaves)
    entries.push({ fate: 'left out', what: leaves, count: incoming(samples, id, signal) - outgoing })
  return account(at, entries)
}

function exporterAccount(topology: Topology, samples: Samples, signal: Signal, id: string): Account {
  const users = topology.pipelines.filter((other) => other.signal === signal && other.exporters.includes(id))
  // Pipelines that end in the same processor share its counter.
  const ends = new Map(users.map((user) => [user.processors.at(-1) ?? user.id, user]))
  const entered = [...ends.values()]
    .map((user) => before(topology, samples, user, user.processors.length) ?? 0)
    .reduce((total, count) => total + count, 0)
  const items = ITEMS[signal]
  const own = { exporter: id }
  const queue = { ...own, data_type: signal }
  const held = samples.sum('otelcol_exporter_queue_size', queue)
  const inItems = topology.sizers.get(id) === 'items'
  const asSent = lostAsSent(topology, samples, signal, id)
  return account(
    { signal, place: id, entered },
    [
      {
        fate: 'delivered',
        what: 'delivered',
        count: samples.sum(`otelcol_exporter_sent_${items}_total`, own) - asSent,
      },
      { fate: 'waiting', what: 'in the queue', count: inItems ? held : 0 },
      { fate: 'lost', what: 'rejected in part, or over a rate limit', count: asSent },
      {
        fate: 'lost',
        what: 'refused for good by the backend',
        count: samples.sum(`otelcol_exporter_send_failed_${items}_total`, own),
      },
      {
        fate: 'lost',
        what: 'no room in the queue',
        count: samples.sum(`otelcol_exporter_enqueue_failed_${items}_total`, own),
      },
    ],
    { off: !samples.has('otelcol_exporter_queue_capacity', queue), opaque: !inItems && held > 0 },
  )
}

/**
 * What an exporter counts as sent and is lost all the same. It says so itself, or its middleware does for its own id: two
 * exporters of a signal need two of those.
 */
function lostAsSent({ middlewares }: Topology, samples: Samples, signal: Signal, exporter: string): number {
  const sources = [{ exporter }, ...(middlewares.get(exporter) ?? []).map((extension) => ({ extension }))]
  return sources.reduce(
    (sum, source) =>
      sum + samples.sum('otelcol_exporter_rejected_items_total', { ...source, otel_signal: signal }),
    0,
  )
}

/** What reached position `index` of a pipeline's processors; undefined where a connector made it from something else. */
function before(topology: Topology, samples: Samples, pipeline: Pipeline, index: number): number | undefined {
  const previous = pipeline.processors[index - 1]
  if (previous === undefined) return entering(topology, samples, pipeline)
  const [type = ''] = previous.split('/')
  if (type !== SAMPLER)
    return samples.sum('otelcol_processor_outgoing_items_total', {
      processor: previous,
      otel_signal: pipeline.signal,
    })
  // The sampler does not say what it handed on: only the place behind it does.
  return undefined
}

function entering(topology: Topology, samples: Samples, pipeline: Pipeline): number | undefined {
  let total = 0
  for (const id of pipeline.receivers) {
    if (topology.connectors.has(id)) {
      const sources = topology.pipelines.filter(({ exporters }) => exporters.includes(id))
      if (sources.some(({ signal }) => signal !== pipeline.signal)) return undefined
      for (const source of sources) {
        const count = before(topology, samples, source, source.processors.length)
        if (count === undefined) return undefined
        total += count
      }
    } else {
      const items = ITEMS[pipeline.signal]
      total += samples.sum(`otelcol_receiver_accepted_${items}_total`, { receiver: id })
      total += samples.sum(`otelcol_receiver_refused_${items}_total`, { receiver: id })
    }
  }
  return total
}

/** What the place behind position `index` took. */
function after(topology: Topology, samples: Samples, pipeline: Pipeline, index: number): number {
  const next = pipeline.processors[index + 1]
  if (next !== undefined) return incoming(samples, next, pipeline.signal)
  const [exporter] = pipeline.exporters.filter((id) => !topology.connectors.has(id))
  return exporter ? samples.sum(`otelcol_exporter_sent_${ITEMS[pipeline.signal]}_total`, { exporter }) : 0
}

const incoming = (samples: Samples, processor: string, signal: Signal) =>
  samples.sum('otelcol_processor_incoming_items_total', { processor, otel_signal: signal })

const limited = (samples: Samples, processor: string, signal: Signal) =>
  samples.sum(`otelcol_processor_memory_limiter_refused_${ITEMS[signal]}_total`, { processor })

const unreadable = (samples: Samples, signal: Signal) =>
  samples.sum('otelcol_processor_wellformed_items_dropped_total', { signal })

const scrubbed = (samples: Samples, signal: Signal) =>
  samples.sum('otelcol_processor_scrub_items_dropped_total', { signal })
