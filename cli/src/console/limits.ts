/** Bounds of the console's memory and of one request. */
export interface ConsoleLimits {
  /** Spans kept over all traces. Default 50,000. */
  maxSpans: number
  /** Approximate bytes kept over all traces. Default 64 MiB. */
  maxBytes: number
  /** Spans kept of one trace; later ones are counted as dropped. Default 5,000. */
  maxSpansPerTrace: number
  /** Bytes of one OTLP request, before and after decompression. Default 20 MiB. */
  maxRequestBytes: number
}

export const DEFAULT_LIMITS: ConsoleLimits = {
  maxSpans: 50_000,
  maxBytes: 64 * 1024 * 1024,
  maxSpansPerTrace: 5000,
  maxRequestBytes: 20 * 1024 * 1024,
}
