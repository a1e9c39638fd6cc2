/** The labels a legend names, e.g. `{{http_route}}`. */
export function legendLabels(format: string): string[] {
  return [...format.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label as string)
}

/**
 * The legend of a series; a label it does not have becomes empty, as in Grafana.
 *
 * @example legendOf('{{http_request_method}} {{http_route}}', { http_request_method: 'GET', http_route: '/' }) // GET /
 */
export function legendOf(format: string, labels: Readonly<Record<string, string>>): string {
  return format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '')
}
