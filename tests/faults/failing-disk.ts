import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const MEBIBYTES = 64

/** A disk that the kernel can find broken: from then on every write fails, also to files that are open. */
export interface FailingDisk extends Disposable {
  /** A directory on it. */
  readonly directory: string
  /** The kernel finds an error and mounts it read-only, as it does with a real one. */
  fail(): void
  /** Checked and mounted again, which takes that nobody has a file open on it. */
  repair(): void
}

/** Why this machine cannot mount one; undefined when it can. */
export function failingDiskProblem(): string | undefined {
  if (process.platform !== 'linux') return 'ext4 is mounted on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a disk takes root'
  try {
    using disk = mountFailingDisk()
    disk.fail()
    return undefined
  } catch (error) {
    return `no disk that fails can be mounted here: ${(error as Error).message.split('\n')[0]}`
  }
}

/** Mounts an ext4 of 64 MiB from a file; `using` unmounts it. */
export function mountFailingDisk(): FailingDisk {
  const place = mkdtempSync(path.join(tmpdir(), 'failing-disk-'))
  const image = path.join(place, 'image')
  const mounted = path.join(place, 'mounted')
  run('truncate', '-s', `${MEBIBYTES}M`, image)
  run('mkfs.ext4', '-q', '-F', image)
  const mount = () => run('mount', '-o', 'loop,errors=remount-ro', image, mounted)
  mkdirSync(mounted)
  mount()
  return {
    directory: path.join(mounted, 'queue'),
    fail() {
      const device = run('findmnt', '-no', 'SOURCE', mounted).trim()
      writeFileSync(`/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`, '1')
    },
    repair() {
      run('umount', mounted)
      // Exit code 1 says that it mended something.
      run('sh', '-c', 'e2fsck -fy "$0" || [ $? -eq 1 ]', image)
      mount()
    },
    [Symbol.dispose]() {
      run('umount', mounted)
      rmSync(place, { recursive: true })
    },
  }
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { stdio: 'pipe', encoding: 'utf8' })
}
