import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** One socket that takes what is sent to it. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp'
  /** As the kernel has it: `0.0.0.0`, `::`, `127.0.0.1`. */
  readonly address: string
  readonly port: number
}

const TABLES = ['tcp', 'tcp6', 'udp', 'udp6'] as const
/** `st` of /proc/net: TCP_LISTEN, and what an unconnected UDP socket has. */
const TAKES = { tcp: '0A', udp: '07' } as const

/** What a process listens on, from /proc: Linux only. */
export function listening(pid: number): Listener[] {
  const own = socketsOf(pid)
  return TABLES.flatMap((table) => {
    const protocol = table.startsWith('tcp') ? 'tcp' : 'udp'
    return rows(pid, table)
      .filter(({ state, inode }) => state === TAKES[protocol] && own.has(inode))
      .map(({ local: [address = '', port = ''] }) => ({
        protocol,
        address: readable(address),
        port: Number.parseInt(port, 16),
      }))
  })
}

/** Inodes of the sockets among the open files of a process. */
function socketsOf(pid: number): Set<string> {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`)
    } catch {
      // Closed since the list was read.
      return ''
    }
  })
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
}

/** `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`; no file where IPv6 is off. */
function rows(pid: number, table: string): { local: string[]; state?: string; inode: string }[] {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
  } catch (error) {
    if (table.endsWith('6')) return []
    throw error
  }
  const lines = text.trim().split('\n').slice(1)
  return lines.map((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    return { local: local.split(':'), state, inode }
  })
}

/** The kernel writes an address as hexadecimal words of 32 bits in the byte order of the machine (little endian here). */
function readable(hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  bytes.swap32()
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(group * 2).toString(16))
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}
