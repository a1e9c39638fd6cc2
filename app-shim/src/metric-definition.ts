/** A metric as it is emitted; `unit` is UCUM, `labels` are attribute keys. */
export interface MetricDefinition {
  readonly name: string
  readonly kind: 'counter' | 'histogram' | 'gauge'
  readonly unit: string
  readonly description: string
  readonly labels: readonly string[]
}
