/**
 * Waits for work to settle, but not longer than a number of milliseconds. Never rejects.
 *
 * @returns whether the work settled in time
 */
export function within(millis: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis, false)
    const settled = () => {
      clearTimeout(timer)
      resolve(true)
    }
    work.then(settled, settled)
  })
}
