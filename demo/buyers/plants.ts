/** Where a value was put. */
export type Place = 'body' | 'query' | 'header' | 'path'

/** A value that must never come out of the telemetry, as it was sent. */
export interface Plant {
  readonly kind: string
  readonly place: Place
  readonly value: string
}

/** Collects what is planted, each value once per kind and place. */
export class PlantList {
  readonly #plants = new Map<string, Plant>()

  /** Notes one planted value. */
  readonly add = (plant: Plant): void => {
    this.#plants.set(`${plant.kind} ${plant.place} ${plant.value}`, plant)
  }

  /** Everything planted so far. */
  all(): readonly Plant[] {
    return [...this.#plants.values()]
  }
}
