const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** One Ctrl-C reaches this process twice: from the terminal and from the process that started it. */
const SAME_PRESS_MS = 1000
const ALIVE_CHECK_MS = 500

/** Resolves when somebody asks this process to stop: a signal, or the end of the process that started it. */
export interface StopRequest {
  readonly requested: Promise<string>
  isRequested(): boolean
  /** Calls `action` when somebody asks again. */
  again(action: () => void): void
}

export function stopRequest(): StopRequest {
  let first: number | undefined
  let second: () => void = () => undefined
  const requested = new Promise<string>((resolve) => {
    const ask = (reason: string) => {
      first ??= Date.now()
      if (Date.now() - first > SAME_PRESS_MS) second()
      resolve(reason)
    }
    for (const signal of SIGNALS) process.on(signal, () => ask(signal))
    process.on('disconnect', () => ask('the process that started it ended'))
    whenGone(Number(process.env.SIDECAR_NPM_PID), () => ask('npm ended'))
  })
  return {
    requested,
    isRequested: () => first !== undefined,
    again(action) {
      second = action
    },
  }
}

/** Calls `action` once the process is gone; does nothing for no process. */
function whenGone(pid: number, action: () => void): void {
  if (!pid) return
  const timer = setInterval(() => {
    if (isAlive(pid)) return
    clearInterval(timer)
    action()
  }, ALIVE_CHECK_MS)
  timer.unref()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
