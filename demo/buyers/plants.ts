/** Where a value was put. */
export type Place = 'body' | 'query' | 'header' | 'path'

/** A value that must never come out of the telemetry, as it was sent. */
export interface Plant {
  readonly kind: string
  readonly place: Place
  readonly value: string
}

/** Collects what the plan plants, each value once per kind and place. */
export class PlantList {
  readonly #plants = new Map<string, Plant>()

  /** Notes that `value` is sent at `place`, and returns it. */
  plant(kind: string, place: Place, value: string): string {
    this.#plants.set(`${kind} ${place} ${value}`, { kind, place, value })
    return value
  }

  /** Everything planted so far. */
  all(): readonly Plant[] {
    return [...this.#plants.values()]
  }
}
