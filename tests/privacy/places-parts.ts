import type { Input, KeyValue } from '@ticketcap/otlp'

type Value = Input<NonNullable<KeyValue['value']>>

/** What is planted: the text, the key that an attribute gets, and a mark that says which case it is. */
export interface Plant {
  readonly id: number
  readonly key: string
  readonly text: string
}

/** Resource attribute that carries the number of the case. */
export const CASE_ATTRIBUTE = 'corpus.case'

/** When everything of the corpus happens. */
export const at = BigInt(Date.now()) * 1_000_000n

export const text = (stringValue: string): Value => ({ stringValue })
export const pair = (key: string, value: Value): Input<KeyValue> => ({ key, value })
export const mark = (id: number): Input<KeyValue> => pair(CASE_ATTRIBUTE, text(`case-${id}`))
export const keyed = (plant: Plant): Input<KeyValue>[] => [pair(plant.key, text(plant.text))]
