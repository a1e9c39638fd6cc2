/** The collector's counters, read where it serves them. */
export class OwnMetrics {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Sum of all series of a metric that carry these labels; 0 when there is none. */
  sum(name: string, labels: Record<string, string> = {}): number {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    const lines = this.#text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    const fitting = lines.filter((line) => wanted.every((label) => line.includes(label)))
    return fitting.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
  }

  /** The lines of a metric, for a failing test. */
  lines(part: string): string {
    return this.#text
      .split('\n')
      .filter((line) => line.includes(part) && !line.startsWith('#'))
      .join('\n')
  }
}

/** Reads the counters of a collector that was started with this `SIDECAR_METRICS_PORT`. */
export async function ownMetrics(port: number): Promise<OwnMetrics> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5000) })
  return new OwnMetrics(await response.text())
}
