import { type Check, type Finding, read } from '../check.ts'

const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/
const BARE_NUMBER = /^\d+(\.\d+)?$/
/** Variables of collector-config.yaml whose value is a duration as Go writes it. */
const DURATIONS = ['SAMPLING_DECISION_WAIT', 'METRICS_FLUSH_INTERVAL']

/** The collector does not start with the first kinds of these values, and takes `0.1` for a tenth of a percent. */
export const samplingValues: Check = async ({ environment }) => {
  const id = 'sampling-values'
  const findings: Finding[] = []
  for (const name of DURATIONS) {
    const value = read(environment, name)
    if (value === undefined || DURATION.test(value)) continue
    const hint = BARE_NUMBER.test(value)
      ? `The collector does not start with a number alone. For seconds write ${name}=${value}s.`
      : `Write a number and a unit, for example ${name}=10s.`
    findings.push({ id, status: 'fail', message: `${name}="${value}" is no duration`, hint })
  }
  findings.push(...percentage(read(environment, 'SAMPLING_BASELINE_PERCENTAGE')))
  const slow = read(environment, 'SAMPLING_SLOW_MS')
  if (slow !== undefined && !/^\d+$/.test(slow))
    findings.push({
      id,
      status: 'fail',
      message: `SAMPLING_SLOW_MS="${slow}" is no whole number of milliseconds`,
      hint: 'Two seconds are SAMPLING_SLOW_MS=2000.',
    })
  return findings.length > 0 ? findings : [{ id, status: 'ok', message: 'sampling values are readable' }]
}

function percentage(value: string | undefined): Finding[] {
  const id = 'sampling-values'
  if (value === undefined) return []
  const number = Number(value)
  if (!BARE_NUMBER.test(value) || number > 100)
    return [
      {
        id,
        status: 'fail',
        message: `SAMPLING_BASELINE_PERCENTAGE="${value}" is no percentage`,
        hint: 'Give a number from 0 to 100; 10 keeps one ordinary trace in ten.',
      },
    ]
  if (number > 0 && number < 1)
    return [
      {
        id,
        status: 'warn',
        message: `SAMPLING_BASELINE_PERCENTAGE="${value}" keeps ${value} % of ordinary traces, not ${number * 100} %`,
        hint: `For ${number * 100} % write SAMPLING_BASELINE_PERCENTAGE=${number * 100}.`,
      },
    ]
  return []
}
