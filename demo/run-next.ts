import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** The folder of the app. */
export const APP_FOLDER = import.meta.dirname

/** Runs the `next` command in this process, so that signals reach it directly. Next's own telemetry stays off. */
export async function runNext(command: 'build' | 'start', ...options: string[]): Promise<void> {
  process.env.NEXT_TELEMETRY_DISABLED ||= '1'
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  process.argv = [process.execPath, next, command, APP_FOLDER, ...options]
  await import(pathToFileURL(next).href)
}
