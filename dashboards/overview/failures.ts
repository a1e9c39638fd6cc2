import type { Row } from '../style/board.ts'
import { traces } from '../style/table.ts'

const failedTraces = '{ kind = server && span.http.response.status_code >= 500 }'

export const failures: Row = { title: 'Traces', panels: [failedRequests()] }

function failedRequests() {
  return traces({
    id: 14,
    title: 'Newest failed requests',
    description: 'Traces of requests answered with 5xx. All of them are kept, whatever the sampling.',
    width: 24,
    traceql: failedTraces,
  })
}
