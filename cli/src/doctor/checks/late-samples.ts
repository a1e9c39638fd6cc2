import { type Check, type Finding, read } from '../check.ts'

/** Where `collector-config.yaml` sends metrics when nobody says otherwise. */
const DEFAULT_ENDPOINT = 'http://127.0.0.1:9090/api/v1/otlp'
const OTLP_PATH = /\/api\/v1\/otlp\/?$/
const WINDOW = /out_of_order_time_window:\s*(\S+)/
const NONE = /^0[a-z]*$/

/**
 * Prometheus takes samples that come behind younger ones, as they do after an outage. Others than Prometheus do not show
 * their configuration.
 */
export const lateSamples: Check = async ({ environment, get }) => {
  const endpoint = read(environment, 'PROMETHEUS_ENDPOINT') ?? DEFAULT_ENDPOINT
  const finding = (part: Omit<Finding, 'id'>): Finding[] => [{ id: 'late-samples', ...part }]
  const unknown = finding({
    status: 'skip',
    message:
      'the metrics backend does not show how old a sample may be; ask for its out_of_order_time_window, in Mimir a limit',
  })
  if (!OTLP_PATH.test(endpoint) || !URL.canParse(endpoint)) return unknown
  const authorization = read(environment, 'PROMETHEUS_AUTHORIZATION')
  const url = endpoint.replace(OTLP_PATH, '/api/v1/status/config')
  const answer = await get(url, authorization === undefined ? {} : { authorization })
  if (answer?.status !== 200) return unknown
  const window = WINDOW.exec(yamlOf(answer.body))?.[1]
  if (window !== undefined && !NONE.test(window))
    return finding({ status: 'ok', message: `Prometheus takes samples that come up to ${window} late` })
  return finding({
    status: 'warn',
    message:
      'Prometheus takes no late samples: after an outage it refuses those that come behind younger ones',
    hint: 'Set storage › tsdb › out_of_order_time_window in its configuration, as deploy/prometheus/prometheus.yaml does.',
  })
}

/** `{"data": {"yaml": "…"}}`; nothing when it is not. */
function yamlOf(body: string): string {
  try {
    return String((JSON.parse(body) as { data?: { yaml?: unknown } }).data?.yaml ?? '')
  } catch {
    return ''
  }
}
