/** What this package has read and checked itself; libraries must not read it a second time, unchecked. */
const HIDDEN = /^(OTEL_|VERCEL_OTEL_)/

/**
 * Runs `work` with the OTEL_ variables out of sight and puts them back. `registerOTel` and the exporters would read
 * them again and throw on a broken one, or switch themselves off on `OTEL_SDK_DISABLED=false`.
 */
export function withoutOtelEnvironment<T>(work: () => T): T {
  const hidden = Object.entries(process.env).filter(([name]) => HIDDEN.test(name))
  for (const [name] of hidden) delete process.env[name]
  try {
    return work()
  } finally {
    for (const [name, value] of hidden) process.env[name] = value
  }
}
