import { type Prometheus, startPrometheus } from '../support/prometheus.ts'
import { startToxiproxy, type Toxiproxy } from '../support/toxiproxy.ts'

/** What several stands may share. */
export interface Ground extends AsyncDisposable {
  readonly toxiproxy: Toxiproxy
  readonly prometheus: Prometheus
}

/** Starts what several stands share. */
export async function prepareGround(seed: number): Promise<Ground> {
  await using started = new AsyncDisposableStack()
  const toxiproxy = started.use(await startToxiproxy({ seed }))
  const prometheus = started.use(await startPrometheus())
  const all = started.move()
  return { toxiproxy, prometheus, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
