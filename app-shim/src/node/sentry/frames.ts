import path from 'node:path'
import type { Event, StackFrame } from '@sentry/core'
import type { FrameMapper } from './server-source-maps.ts'

/** What Sentry calls the root of the app. */
const APP_ROOT = 'app:///'

/**
 * Tells frames by what was written, and replaces the directory of this machine by `app:///`: file names then compare
 * between machines and tell nothing.
 */
export function cleanFrames(event: Event, map: FrameMapper, directory: string): Event {
  for (const exception of event.exception?.values ?? []) {
    for (const frame of exception.stacktrace?.frames ?? []) {
      map(frame)
      cleanFrame(frame, directory)
    }
  }
  return event
}

function cleanFrame(frame: StackFrame, directory: string): void {
  const { filename } = frame
  if (filename === undefined) return
  delete frame.abs_path
  frame.filename = appPath(filename, directory)
}

/**
 * The name of a file as it is told to the outside.
 *
 * @example appPath('/srv/app/.next/server/a.js', '/srv/app') // 'app:///_next/server/a.js'
 */
export function appPath(filename: string, directory: string): string {
  const plain = withoutScheme(filename)
  if (!isAbsolute(plain)) return filename
  const inside = path.relative(directory, plain)
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) {
    return APP_ROOT + inside.replaceAll(path.sep, '/').replace(/^\.next\//, '_next/')
  }
  // A package of a workspace lies outside of the app's directory.
  const [, afterModules] = /.*[\\/](node_modules[\\/].*)$/.exec(plain) ?? []
  return APP_ROOT + (afterModules ?? path.basename(plain)).replaceAll('\\', '/')
}

function withoutScheme(filename: string): string {
  return filename.startsWith('file://') ? decodeURIComponent(new URL(filename).pathname) : filename
}

function isAbsolute(filename: string): boolean {
  return path.isAbsolute(filename) || /^[a-z]:[\\/]/i.test(filename)
}
