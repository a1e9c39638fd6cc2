import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { promisify } from 'node:util'

/** Who listens on a port, as " by next-server (process 4711)"; empty when the system does not tell. */
export async function describeListener(port: number): Promise<string> {
  const found = process.platform === 'linux' ? fromProc(port) : await fromLsof(port)
  return found ? ` by ${found.name} (process ${found.pid})` : ''
}

interface Listener {
  pid: number
  name: string
}

/** Linux: the socket's inode from the kernel's tables, then the process that holds it. Other users' stay hidden. */
function fromProc(port: number): Listener | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(() => readFileSync(table, 'utf8'))?.split('\n') ?? []) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      if (local?.endsWith(`:${hex}`) && state === '0A' && inode) inodes.add(`socket:[${inode}]`)
    }
  }
  if (inodes.size === 0) return undefined
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of read(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      const target = read(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`))
      if (!target || !inodes.has(target)) continue
      return {
        pid: Number(pid),
        name: read(() => readFileSync(`/proc/${pid}/comm`, 'utf8'))?.trim() ?? 'a program',
      }
    }
  }
  return undefined
}

async function fromLsof(port: number): Promise<Listener | undefined> {
  try {
    const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'])
    const pid = /^p(\d+)$/m.exec(stdout)?.[1]
    return pid ? { pid: Number(pid), name: /^c(.+)$/m.exec(stdout)?.[1] ?? 'a program' } : undefined
  } catch {
    // No lsof (Windows), or nothing it may show: the message goes without the name.
    return undefined
  }
}

/** Processes end while they are looked at, and those of other users may not be read. */
function read<Value>(action: () => Value): Value | undefined {
  try {
    return action()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ESRCH') return undefined
    throw error
  }
}
