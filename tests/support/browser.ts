import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import type { Availability } from './docker/engine.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Where macOS keeps it; there it is on no PATH. */
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Quiet: no network of its own, no first-run page, and it runs as root in a container. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/** Whether a Chromium is installed on this machine. */
export function browserAvailability(): Availability {
  if (executable()) return { ok: true }
  return { ok: false, reason: `no browser on this machine: none of ${NAMES.join(', ')} is on the PATH` }
}

/** Starts a headless browser; `await using` closes it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executable(), headless: true, args: FLAGS })
}

function executable(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...candidates, MAC].find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run: either way the next candidate is asked.
    return false
  }
}
