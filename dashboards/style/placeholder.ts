/** A variable for Grafana to replace, e.g. `${__from}`. */
export function placeholder(name: string): string {
  return `\${${name}}`
}
