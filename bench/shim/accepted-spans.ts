/** Spans the collector has accepted since it started, over both protocols, from its own metrics. */
export async function acceptedSpans(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith('otelcol_receiver_accepted_spans'))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
