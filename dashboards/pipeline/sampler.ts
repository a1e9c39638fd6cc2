import { alertNumber } from '../queries/alert-numbers.ts'
import { orZero, perSecond } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { timeseries } from '../style/timeseries.ts'
import { ALIVE, VERDICTS } from './series.ts'

export const sampler: Row = {
  title: 'Sampler',
  panels: [verdicts(), policies(), inMemory(), unintended(), incident(), ceiling()],
}

function verdicts() {
  return timeseries({
    id: 11,
    title: 'Traces by verdict',
    description: 'Traces per second that the sampler decided on.',
    unit: 'cps',
    width: 12,
    stacked: true,
    queries: [{ expr: perSecond(series(VERDICTS, COLLECTOR), 'decision'), legend: '{{decision}}' }],
  })
}

function policies() {
  const matched = series(
    'otelcol_processor_tail_sampling_count_traces_sampled_total',
    COLLECTOR,
    'sampled="true"',
  )
  return timeseries({
    id: 12,
    title: 'Traces by the policies that matched',
    description:
      'Per second; a trace may match several. Errors or slow traces rising here is news about the app.',
    unit: 'cps',
    width: 12,
    queries: [{ expr: perSecond(matched, 'policy'), legend: '{{policy}}' }],
  })
}

function inMemory() {
  return timeseries({
    id: 13,
    title: 'Traces waiting for their verdict',
    description: 'In memory of the collector. At num_traces of the sampler the oldest are dropped undecided.',
    unit: 'short',
    width: 12,
    queries: [
      {
        expr: `sum by (instance) (${series('otelcol_processor_tail_sampling_sampling_traces_on_memory', COLLECTOR)})`,
        legend: '{{instance}}',
      },
    ],
  })
}

function unintended() {
  const tail = (name: string) => series(`otelcol_processor_tail_sampling_${name}_total`, COLLECTOR)
  return timeseries({
    id: 14,
    title: 'Dropped without a verdict',
    description:
      'Per second. Too early: more traces than fit; too large: a loop in the app; failed: a policy is broken. Must be zero.',
    unit: 'cps',
    width: 12,
    worry: { above: alertNumber('SamplerDropsTooEarly') },
    queries: [
      { expr: perSecond(tail('sampling_trace_dropped_too_early')), legend: 'too early' },
      { expr: perSecond(tail('sampling_policy_evaluation_error')), legend: 'policy failed' },
      { expr: orZero(perSecond(tail('traces_dropped_too_large')), ALIVE), legend: 'too large' },
    ],
  })
}

function incident() {
  return stat({
    id: 25,
    title: 'Incident mode, time left',
    description:
      'For how long every trace is still kept on request of an operator. 0: sampling is as configured. It ends by itself.',
    unit: 's',
    width: 12,
    queries: [{ expr: `max (${series('otelcol_incident_left_seconds', COLLECTOR)})`, legend: 'left' }],
  })
}

function ceiling() {
  const refused = series('otelcol_sampling_ceiling_refused_spans_total', COLLECTOR)
  return timeseries({
    id: 26,
    title: 'Left out by the ceiling',
    description:
      'Spans per second that a policy wanted to keep, but SAMPLING_MAX_SPANS_PER_SECOND did not allow. Errors are never among them.',
    unit: 'cps',
    width: 12,
    queries: [{ expr: orZero(perSecond(refused), ALIVE), legend: 'left out' }],
  })
}
