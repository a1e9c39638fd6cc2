import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A disk of a few megabytes that can be filled. */
export interface SmallDisk extends Disposable {
  readonly directory: string
  /** Leaves not a single byte. */
  fill(): Promise<void>
  /** Takes back what `fill` put there. */
  empty(): void
}

/** Why this machine cannot mount one; undefined when it can. */
export function smallDiskProblem(): string | undefined {
  if (process.platform !== 'linux') return 'a disk of a few megabytes is mounted on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a disk takes root'
  try {
    mountSmallDisk(1)[Symbol.dispose]()
    return undefined
  } catch (error) {
    return `mounting a disk is not allowed here: ${(error as Error).message.split('\n')[0]}`
  }
}

/** Mounts a disk of so many megabytes, in memory; `using` unmounts it. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const directory = mkdtempSync(path.join(tmpdir(), 'small-disk-'))
  const ballast = path.join(directory, 'ballast')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory], { stdio: 'pipe' })
  return {
    directory,
    async fill() {
      const { bavail, bsize } = await statfs(directory)
      writeFileSync(ballast, Buffer.alloc(bavail * bsize))
    },
    empty: () => rmSync(ballast),
    [Symbol.dispose]() {
      execFileSync('umount', [directory], { stdio: 'pipe' })
      rmdirSync(directory)
    },
  }
}
