/** One way to send errors; absent until telemetry has started, and where it is off. */
export interface ErrorPort {
  /** Starts an empty record for the work that follows, unless this work belongs to a request already. */
  beginRequest(): void
  /** Names the user on every error of this request. */
  setUser(id: string): void
  /** Adds a searchable tag to every error of this request. */
  setTag(key: string, value: string): void
  /** Adds a step to every later error of this request. */
  addBreadcrumb(message: string, data: Readonly<Record<string, unknown>>): void
  /** Sends an error once, on the active trace. Never throws, never waits. */
  captureError(error: unknown, details?: ErrorDetails): void
  /**
   * Takes an envelope of a browser; false when there is no room for it.
   *
   * @param errorTraceId the trace of the page, when the envelope holds an error: the sampler is told to keep it
   */
  forward(envelope: Uint8Array, errorTraceId?: string): boolean
}

/** What is known about an error besides the request it happened in. */
export interface ErrorDetails {
  /** `GET /api/orders`: what Sentry groups and filters by. Default: method and path of the request. */
  readonly transaction?: string
  /** How it was caught, in Sentry's words. Default: handled by the app. */
  readonly mechanism?: { readonly type: string; readonly handled: boolean }
  /** Default `error`. */
  readonly level?: 'error' | 'fatal'
  /** More facts, shown as a block. */
  readonly context?: Readonly<Record<string, string>>
}
