import { defineCommand } from 'citty'
import { nearest } from '../arguments/nearest.ts'
import { ALL_TARGETS, buildTargets, type TargetName } from '../build/targets.ts'
import { SidecarError } from '../errors.ts'
import { createProgress } from '../terminal/progress.ts'

export default defineCommand({
  meta: { description: 'Build what is not up to date: the shim, the collector, Prometheus, the demo' },
  args: {
    target: {
      type: 'positional',
      required: false,
      description: `all, ${ALL_TARGETS.join(', ')}`,
      default: 'all',
    },
    json: { type: 'boolean', description: 'Print one JSON object on stdout at the end' },
  },
  async run({ args }) {
    const names = args.target === 'all' ? ALL_TARGETS : [targetName(args.target)]
    const built = await buildTargets(names, createProgress(process.stderr))
    if (args.json) process.stdout.write(`${JSON.stringify({ event: 'built', targets: names, built })}\n`)
    return 0
  },
})

function targetName(text: string): TargetName {
  const name = ALL_TARGETS.find((target) => target === text)
  if (name) return name
  const guess = nearest(text, ALL_TARGETS)
  const hint = guess ? `Did you mean "${guess}"?` : `Targets: all, ${ALL_TARGETS.join(', ')}.`
  throw new SidecarError('E_USAGE', `sidecar build: unknown target "${text}". ${hint}`)
}
