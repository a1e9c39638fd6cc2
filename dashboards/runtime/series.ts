import { APP, series } from '../queries/selectors.ts'

/** Lateness of the event loop that a person notices. */
export const LATE_SECONDS = 0.1
/** Above this share of its time the event loop has no room for a burst. */
export const LOOP_BUSY = 0.8
export const heapUsed = series('v8js_memory_heap_used_bytes', APP)
