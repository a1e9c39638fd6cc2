import Module from 'node:module'
import { isAbsolute } from 'node:path'

type Require = (this: unknown, id: string) => unknown

/**
 * Runs `install` and keeps the `require` hook it puts in place away from the app's own build.
 *
 * The hook of OpenTelemetry resolves the file of every `require` in the process, even of one that is loaded already.
 * Next.js requires the files of its build by their full path, six for a plain API call, and that hook would be the
 * dearest part of a request's telemetry. It ignores files outside node_modules anyway.
 */
export function sparingRequireHook<T>(install: () => T): T {
  const prototype = Module.prototype as unknown as { require: Require }
  const plain = prototype.require
  const result = install()
  const hooked = prototype.require
  // The same when another instrumentation has put it in place before.
  if (hooked !== plain) {
    prototype.require = function requireSparingly(id) {
      return (isOfTheBuild(id) ? plain : hooked).call(this, id)
    }
  }
  return result
}

function isOfTheBuild(id: unknown): boolean {
  return typeof id === 'string' && isAbsolute(id) && !id.includes('node_modules')
}
