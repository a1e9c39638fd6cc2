/** An answer other than success, as JSON: `{ "error": { "where", "seen", "do" } }`. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly body: { error: { where: string; seen: string; do: string } }

  constructor(status: number, where: string, seen: string, remedy: string) {
    super(`${where}: ${seen}. ${remedy}`)
    this.status = status
    this.body = { error: { where, seen, do: remedy } }
  }
}
