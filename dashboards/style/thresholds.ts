import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard'

/** From which value on somebody should worry. Without either, a panel has no colours of judgement. */
export interface Worry {
  readonly above?: number
  readonly below?: number
}

const CALM = 'green'
const WORRY = 'red'
const NEUTRAL = 'text'
/** A step colours from its value on; this one stands for anything above nothing. */
const ANYTHING = 1e-6

/** Colours either side of the limit. A limit of 0 above means: anything at all. */
export function thresholds({ above, below }: Worry) {
  const steps =
    below !== undefined
      ? [step(null, WORRY), step(below, CALM)]
      : above !== undefined
        ? [step(null, CALM), step(above === 0 ? ANYTHING : above, WORRY)]
        : [step(null, NEUTRAL)]
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps)
}

function step(value: number | null, color: string) {
  return { value, color }
}
