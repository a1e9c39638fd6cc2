import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { run } from '../process/run.ts'
import { ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'

/** Runs the `build` script of a workspace, reporting its last line. */
export async function buildWorkspace(workspace: string, report: Report): Promise<void> {
  // npm tells its scripts where it is; run by hand, the one on the PATH is taken.
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  await run(command, [...first, 'run', 'build'], {
    cwd: join(ROOT, workspace),
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', npm_config_update_notifier: 'false' },
    onLine: (line) => report(plain(line)),
  })
}

/** A line without colours and box drawing, short enough for a status line. */
function plain(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/[^\p{L}\p{N}\p{P} ]/gu, '')
    .trim()
    .slice(0, 48)
}
