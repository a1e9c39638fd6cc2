/** A request as it is planned. */
export interface PlannedRequest {
  readonly method: 'GET' | 'POST'
  /** The route pattern under which the answer is counted, or UNMATCHED. */
  readonly route: string
  /** Path with its query string. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  /** For a registration: the card that pays for the seats once they are held. */
  readonly payHeldWith?: string
}

/** Route of a path that no page or route serves. */
export const UNMATCHED = '(unmatched)'
