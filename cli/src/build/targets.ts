import type { Progress, Report } from '../terminal/progress.ts'
import { buildCollector } from './collector.ts'
import { buildDemo } from './demo.ts'
import { buildPrometheus } from './prometheus.ts'
import { buildShim } from './shim.ts'

interface Target {
  title: string
  /** Returns false when nothing had to be done. */
  build(report: Report): Promise<boolean>
}

/** What can be built, in the order of need: the demo imports the shim. */
const TARGETS = {
  shim: { title: 'telemetry shim', build: buildShim },
  collector: { title: 'collector', build: buildCollector },
  prometheus: { title: 'Prometheus', build: buildPrometheus },
  demo: { title: 'demo app', build: buildDemo },
} as const satisfies Record<string, Target>

export type TargetName = keyof typeof TARGETS

export const ALL_TARGETS = Object.keys(TARGETS) as TargetName[]

/** Builds one after the other; each is skipped when its sources did not change. Returns how many were built. */
export async function buildTargets(names: readonly TargetName[], progress: Progress): Promise<number> {
  let built = 0
  for (const name of names) {
    const { title, build }: Target = TARGETS[name]
    await progress.step(`build ${title}`, async (report) => {
      const changed = await build(report)
      if (changed) built++
      else report('up to date')
    })
  }
  return built
}
