/// <reference lib="dom" />
import type { BrowserClient } from '@sentry/browser'
import type { BrowserConfig } from './browser-config.ts'

type Rates = Pick<BrowserConfig, 'replaysSessionSampleRate' | 'replaysOnErrorSampleRate'>

/**
 * The rates that this visit is recorded with; undefined when it is not recorded, and then nothing is loaded. Without
 * recordings of errors the dice are thrown here, so that most visits are spared the code.
 *
 * @param random 0 to 1; replaced in tests
 */
export function replayRates(rates: Rates, random: () => number = Math.random): Rates | undefined {
  if (rates.replaysOnErrorSampleRate > 0) return rates
  const sampled = random() < rates.replaysSessionSampleRate
  return sampled ? { replaysSessionSampleRate: 1, replaysOnErrorSampleRate: 0 } : undefined
}

/** Loads the recorder when the page has loaded and has nothing else to do. */
export function loadReplayWhenIdle(client: BrowserClient): void {
  const load = async () => {
    const { maskedReplay } = await import('./replay.ts')
    client.addIntegration(maskedReplay())
  }
  const whenIdle = () => {
    // Safari has no idle callback.
    if ('requestIdleCallback' in window) requestIdleCallback(load)
    else setTimeout(load, 1)
  }
  if (document.readyState === 'complete') whenIdle()
  else window.addEventListener('load', whenIdle, { once: true })
}
