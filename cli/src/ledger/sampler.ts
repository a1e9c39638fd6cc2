import { type Account, account } from './account.ts'
import type { Samples } from './exposition.ts'

/** Component type of the sampler. */
export const SAMPLER = 'tail_sampling'

const METRIC = 'otelcol_processor_tail_sampling'

/**
 * The sum over the sampler. It counts traces, except where it decides span by span: every policy sees every span that
 * is decided with its trace, so one policy's total is the number of decided spans; spans that come later follow the
 * remembered decision. What is in neither number still waits, or was evicted. What an earlier life left undecided enters
 * again.
 */
export function samplerAccount(
  place: Pick<Account, 'signal' | 'place' | 'entered'>,
  samples: Samples,
  handedOn: number,
): Account {
  const replayed = samples.sum(`${METRIC}_replayed_spans_total`)
  const unreadable = samples.sum(`${METRIC}_lost_spans_total`)
  const at = { ...place, entered: place.entered + replayed + unreadable }
  const decided = Math.max(0, ...samples.by('policy', `${METRIC}_count_spans_sampled_total`).values())
  const late = samples.sum(`${METRIC}_early_releases_from_cache_decision_total`)
  const waitingTraces = samples.sum(`${METRIC}_sampling_traces_on_memory`)
  const evicted =
    samples.sum(`${METRIC}_sampling_trace_dropped_too_early_total`) +
    samples.sum(`${METRIC}_traces_dropped_too_large_total`)
  const missing = Math.max(0, at.entered - decided - late - unreadable)
  return account(
    at,
    [
      { fate: 'onward', what: 'kept', count: handedOn },
      { fate: 'left out', what: 'sampled out', count: decided + late - handedOn },
      { fate: 'lost', what: `evicted undecided, ${evicted} traces`, count: evicted > 0 ? missing : 0 },
      { fate: 'lost', what: 'unreadable after a kill', count: unreadable },
    ],
    { opaque: waitingTraces > 0 },
  )
}
