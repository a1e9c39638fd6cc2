import { HttpError } from '../http-error.ts'

/** A series of an instant query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const TIMEOUT_MS = 5000

/**
 * Asks the HTTP API of Prometheus and returns its `data`.
 *
 * @throws HttpError 502 when it does not answer, or refuses
 */
export async function askPrometheus<T>(
  prometheus: string,
  api: string,
  parameters: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(`${prometheus}/api/v1/${api}?${new URLSearchParams(parameters)}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw unreachable(prometheus, error)
  })
  const body = (await response.json()) as { status: string; data: T; error?: string }
  if (body.status === 'success') return body.data
  throw new HttpError(
    502,
    `Prometheus ${api}`,
    body.error ?? `status ${response.status}`,
    'Report this as a bug.',
  )
}

/** The series of an instant query. @throws HttpError 502 */
export async function askNow(prometheus: string, query: string): Promise<Sample[]> {
  const { result } = await askPrometheus<{
    result: { metric: Record<string, string>; value: [number, string] }[]
  }>(prometheus, 'query', { query })
  return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }))
}

/** What to say when nothing came back. */
export function unreachable(prometheus: string, error: unknown): HttpError {
  const seen =
    error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error)
  return new HttpError(502, `Prometheus at ${prometheus}`, seen, 'Is the stack still running?')
}
