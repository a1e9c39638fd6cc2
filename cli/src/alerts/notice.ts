import { HttpError } from '../console/http-error.ts'

/** One alert in a notification of Alertmanager. */
export interface Notice {
  name: string
  severity: string
  status: 'firing' | 'resolved'
  /** `annotations.summary` of the rule, filled in. */
  summary: string
  /** Names the alert and its labels; the same while it comes and goes. */
  fingerprint: string
  labels: Record<string, string>
  annotations: Record<string, string>
  /** When it began to fire, RFC 3339. */
  startsAt: string
  /** When it ended, RFC 3339; a time in the year 1 while it fires. */
  endsAt: string
}

/**
 * Reads the body that Alertmanager posts to a webhook (its data format "4").
 *
 * @throws HttpError 400 naming what is missing
 */
export function readNotices(body: Uint8Array): Notice[] {
  const { version, alerts } = parseObject(body)
  if (version !== '4' || !Array.isArray(alerts)) {
    throw new HttpError(
      400,
      'webhook body',
      `version ${JSON.stringify(version)}, alerts ${typeof alerts}`,
      'Post what Alertmanager posts to a webhook: version "4" and a list of alerts.',
    )
  }
  return alerts.map(readNotice)
}

function readNotice(alert: unknown, index: number): Notice {
  const { status, fingerprint, labels, annotations, startsAt, endsAt } = alert as Partial<Notice>
  if ((status !== 'firing' && status !== 'resolved') || !fingerprint || !labels?.alertname || !startsAt) {
    throw new HttpError(
      400,
      `webhook body, alerts[${index}]`,
      `status ${JSON.stringify(status)}, labels ${JSON.stringify(labels)}`,
      'An alert has a status, a fingerprint, startsAt and the label alertname.',
    )
  }
  return {
    name: labels.alertname,
    severity: labels.severity ?? 'none',
    status,
    summary: annotations?.summary ?? '',
    fingerprint,
    labels,
    annotations: annotations ?? {},
    startsAt,
    endsAt: endsAt ?? '',
  }
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new HttpError(400, 'webhook body', `${body.length} bytes that are no JSON object`, 'Post JSON.')
}
