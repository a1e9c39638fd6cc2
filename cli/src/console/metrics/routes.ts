import { HttpError } from '../http-error.ts'
import { alertStates } from './alerts.ts'
import { boardLayout, listBoards, panelData } from './boards.ts'
import { readFlow } from './flow.ts'

/**
 * Answers the part of the console's API that reads Prometheus; undefined for any other route.
 *
 * @param prometheus its base URL; undefined when the console was started without one
 * @throws HttpError
 */
export async function answerMetrics(
  route: string,
  parameters: URLSearchParams,
  prometheus: string | undefined,
): Promise<unknown> {
  if (route === 'GET /api/dashboards') return { dashboards: listBoards() }
  const [, name, panelId] = /^GET \/api\/dashboards\/([\w-]+)(?:\/panels\/(\d+))?$/.exec(route) ?? []
  if (name && panelId === undefined) return boardLayout(name)
  if (name)
    return panelData(needed(prometheus), { name, panelId: Number(panelId), range: parameters.get('range') })
  if (route === 'GET /api/alerts') return alertStates(needed(prometheus))
  if (route === 'GET /api/flow') return readFlow(needed(prometheus))
  return undefined
}

function needed(prometheus: string | undefined): string {
  if (prometheus) return prometheus
  throw new HttpError(503, 'console', 'no Prometheus', 'It was started without the address of one.')
}
