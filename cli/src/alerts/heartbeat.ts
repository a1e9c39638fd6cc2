/** Listens for a sign of life that comes again and again. */
export interface Heartbeat {
  /** It was heard. */
  beat(): void
  stop(): void
}

/** What to do when it falls silent and when it is heard again. */
export interface HeartbeatOptions {
  /** Silence that is too long, in milliseconds. Counts from the first beat, and before it from the start. */
  limitMs: number
  /** Called once per silence. */
  onSilent: () => void
  /** Called at the first beat, and at the first after a silence. */
  onHeard: () => void
}

/** A dead man's switch: it raises the alarm because nothing comes, so it must run apart from what it listens to. */
export function listenForHeartbeat({ limitMs, onSilent, onHeard }: HeartbeatOptions): Heartbeat {
  let heard = false
  let timer = setTimeout(fallSilent, limitMs)

  function fallSilent(): void {
    heard = false
    onSilent()
  }

  return {
    beat() {
      clearTimeout(timer)
      timer = setTimeout(fallSilent, limitMs)
      if (!heard) onHeard()
      heard = true
    },
    stop: () => clearTimeout(timer),
  }
}
