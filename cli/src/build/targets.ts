import { join } from 'node:path'
import { CACHE } from '../root.ts'
import type { Progress, Report } from '../terminal/progress.ts'
import { buildCollector } from './collector.ts'
import { buildDemo } from './demo.ts'
import { buildAlertmanager, buildPrometheus, buildToxiproxy } from './go-tool.ts'
import { withLock } from './lock.ts'
import { buildShim } from './shim.ts'

interface Target {
  title: string
  /** Returns false when nothing had to be done. */
  build(report: Report): Promise<boolean>
}

/** What can be built, in the order of need: the demo imports the shim. */
const TARGETS = {
  shim: { title: 'telemetry shim', build: buildShim },
  demo: { title: 'demo app', build: buildDemo },
  collector: { title: 'collector', build: buildCollector },
  prometheus: { title: 'Prometheus', build: buildPrometheus },
  alertmanager: { title: 'Alertmanager', build: buildAlertmanager },
  toxiproxy: { title: 'Toxiproxy', build: buildToxiproxy },
} as const satisfies Record<string, Target>

export type TargetName = keyof typeof TARGETS

export const ALL_TARGETS = Object.keys(TARGETS) as TargetName[]

/** What `sidecar up` starts: all but what only tests need. */
export const STACK_TARGETS = ALL_TARGETS.filter((name) => name !== 'toxiproxy')

/** The targets that npm builds. The others are Go programs. */
const OF_NPM: readonly TargetName[] = ['shim', 'demo']

/**
 * Builds what is not up to date: what npm builds beside what Go builds, and each of the two one after the other, for
 * the Go compiler fills the machine alone. Returns how many were built.
 */
export async function buildTargets(names: readonly TargetName[], progress: Progress): Promise<number> {
  const [npm, go] = [
    names.filter((name) => OF_NPM.includes(name)),
    names.filter((name) => !OF_NPM.includes(name)),
  ]
  const onWait = (pid: number) =>
    progress.line(`Waiting for another build in this checkout (process ${pid}).`)
  const counts = await withLock(join(CACHE, 'build.lock'), onWait, () =>
    Promise.all([inTurn(npm, progress), inTurn(go, progress)]),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

async function inTurn(names: readonly TargetName[], progress: Progress): Promise<number> {
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
