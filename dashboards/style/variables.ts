import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { series } from '../queries/selectors.ts'
import { PROMETHEUS } from './data-sources.ts'

/** Apps announce themselves; other programs have no JavaScript SDK. */
const APPS = series('target_info', 'telemetry_sdk_language="nodejs"')

/** Where metrics and traces are read from. */
export function dataSources() {
  return [
    new DatasourceVariableBuilder('prometheus').label('Metrics').type('prometheus'),
    new DatasourceVariableBuilder('tempo').label('Traces').type('tempo'),
  ]
}

/** Which app, where. All of them by default; an app that names no environment is shown under All. */
export function appVariables() {
  return [
    choice('environment', 'Environment', `label_values(${APPS}, deployment_environment_name)`),
    choice('service', 'Service', `label_values(${APPS}, job)`),
  ]
}

/** Which collectors. */
export function collectorVariable() {
  return choice('collector', 'Collector', 'label_values(otelcol_process_uptime_seconds_total, instance)')
}

/** Any number of the values that `query` finds. */
export function choice(name: string, label: string, query: string) {
  return new QueryVariableBuilder(name)
    .label(label)
    .query({ query, refId: name })
    .definition(query)
    .datasource(PROMETHEUS)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
}

/** A value that is typed in. */
export function typedIn(name: string, label: string, description: string, value: string) {
  return new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(value)
    .current({ selected: true, text: value, value })
    .options([{ selected: true, text: value, value }])
}
