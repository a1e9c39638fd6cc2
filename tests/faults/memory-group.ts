import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { collectorArguments, collectorBinary } from '../../collector/launch.ts'
import { Program } from '../support/program.ts'
import { inRepository, REPOSITORY } from '../support/repository.ts'

const V1 = '/sys/fs/cgroup/memory'
const V2 = '/sys/fs/cgroup'

/** A limit of memory as a container has it: a control group of the kernel. */
export interface MemoryGroup extends Disposable {
  /** Starts the collector in it. */
  launch(env: Record<string, string>): Program
  /** How often the kernel killed something in it. */
  kills(): number
  /** Most bytes that were in use at once. */
  peakBytes(): number
}

/** Why this machine cannot limit memory; undefined when it can. */
export function memoryGroupProblem(): string | undefined {
  if (process.platform !== 'linux') return 'control groups are a part of Linux'
  try {
    startMemoryGroup(64)[Symbol.dispose]()
    return undefined
  } catch (error) {
    return `no control group for memory can be made here: ${(error as Error).message}`
  }
}

/** Makes a group with so many MiB. */
export function startMemoryGroup(mebibytes: number): MemoryGroup {
  const old =
    existsSync(path.join(V1, 'memory.limit_in_bytes')) || existsSync(path.join(V1, 'memory.usage_in_bytes'))
  const directory = path.join(old ? V1 : V2, `sidecar-${process.pid}-${mebibytes}`)
  const file = (name: string) => path.join(directory, name)
  mkdirSync(directory)
  writeFileSync(file(old ? 'memory.limit_in_bytes' : 'memory.max'), String(mebibytes * 2 ** 20))
  const launch = ['-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', directory, collectorBinary(REPOSITORY)]
  return {
    launch: (env) =>
      new Program({
        name: `collector in ${mebibytes} MiB`,
        command: 'sh',
        args: [...launch, ...collectorArguments(inRepository('collector-config.yaml'))],
        env,
      }),
    kills: () =>
      Number(
        /^oom_kill (\d+)$/m.exec(
          readFileSync(file(old ? 'memory.oom_control' : 'memory.events'), 'utf8'),
        )?.[1],
      ),
    peakBytes: () => Number(readFileSync(file(old ? 'memory.max_usage_in_bytes' : 'memory.peak'), 'utf8')),
    [Symbol.dispose]: () => rmdirSync(directory),
  }
}
