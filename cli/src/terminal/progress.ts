import { type Environment, type Output, paintFor } from './colour.ts'
import { formatDuration } from './duration.ts'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
/** Without a terminal a long step reports this often, so that a log shows it is alive. */
const PLAIN_REPORT_MS = 15_000

/** Says what a running step is doing now, e.g. "412 packages compiled". */
export type Report = (detail: string) => void

/** Shows steps with their elapsed time: one moving line on a terminal, plain lines elsewhere. */
export interface Progress {
  /** Runs one step. Its result passes through; when it throws, the step is marked as failed. */
  step<Result>(title: string, work: (report: Report) => Promise<Result>): Promise<Result>
  /** Prints one line between steps. */
  line(text: string): void
}

export function createProgress(output: Output, environment?: Environment): Progress {
  const paint = paintFor(output, environment)
  const running = new Map<string, { started: number; detail: string }>()
  let timer: NodeJS.Timeout | undefined
  let frame = 0

  const clear = () => output.isTTY && running.size > 0 && output.write('\r\x1b[K')

  function draw(): void {
    if (!output.isTTY || running.size === 0) return
    frame = (frame + 1) % FRAMES.length
    const parts = [...running].map(([title, { started, detail }]) =>
      [title, detail, formatDuration(Date.now() - started)].filter(Boolean).join(' · '),
    )
    const text = ` ${FRAMES[frame]} ${parts.join('   ')}`
    output.write(`\r\x1b[K${text.slice(0, (output.columns ?? 80) - 1)}`)
  }

  function reportPlain(): void {
    for (const [title, { started, detail }] of running) {
      output.write(
        `   ${[title, detail, formatDuration(Date.now() - started)].filter(Boolean).join(' · ')}\n`,
      )
    }
  }

  function finish(title: string, mark: string): void {
    const { started, detail } = running.get(title) ?? { started: Date.now(), detail: '' }
    clear()
    running.delete(title)
    output.write(
      ` ${mark} ${[title, detail && paint('dim', detail), paint('dim', formatDuration(Date.now() - started))].filter(Boolean).join(' · ')}\n`,
    )
    if (running.size === 0) clearInterval(timer)
    else draw()
  }

  return {
    async step(title, work) {
      if (running.size === 0) {
        timer = output.isTTY ? setInterval(draw, FRAME_MS) : setInterval(reportPlain, PLAIN_REPORT_MS)
        timer.unref()
      }
      const entry = { started: Date.now(), detail: '' }
      running.set(title, entry)
      try {
        const result = await work((detail) => {
          entry.detail = detail
        })
        finish(title, paint('green', '✓'))
        return result
      } catch (error) {
        finish(title, paint('red', '✗'))
        throw error
      }
    },
    line(text) {
      clear()
      output.write(`${text}\n`)
      draw()
    },
  }
}
