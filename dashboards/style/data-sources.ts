import { placeholder } from './placeholder.ts'

/** Chosen by variable in every board, so that it works with any Grafana: no uid of a data source stands in a panel. */
export const PROMETHEUS = { type: 'prometheus', uid: placeholder('prometheus') } as const
export const TEMPO = { type: 'tempo', uid: placeholder('tempo') } as const
