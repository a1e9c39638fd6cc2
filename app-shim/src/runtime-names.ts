import type { MetricDefinition } from './metric-definition.ts'

/** Attribute keys of the runtime metrics. */
export const RUNTIME_ATTR = {
  heapSpace: 'v8js.heap.space.name',
  gcType: 'v8js.gc.type',
  resourceType: 'v8js.resource.type',
  cpuMode: 'cpu.mode',
  connectionState: 'db.client.connection.state',
  nextCacheResult: 'ticketcap.next.cache.result',
} as const

/** Bounded label values of the runtime metrics. What is outside its list is summed up as `other`. */
export const RUNTIME_VALUES = {
  heapSpace: ['new_space', 'old_space', 'large_object_space', 'code_space'],
  gcType: ['major', 'minor', 'incremental', 'weakcb'],
  resourceType: ['TCPServerWrap', 'TCPSocketWrap', 'PipeWrap', 'Timeout', 'Immediate'],
  cpuMode: ['user', 'system'],
  connectionState: ['idle', 'used'],
  nextCacheResult: ['HIT', 'STALE', 'MISS'],
} as const

/** Edges of `v8js.gc.duration` in seconds, as the semantic conventions have them. */
export const GC_BUCKETS_SECONDS = [0.01, 0.1, 1, 10] as const

/** What an app process says about itself. Each process is one set of series. */
export const RUNTIME_METRIC = {
  eventLoopDelayP50: delay('p50', 'Half of the time'),
  eventLoopDelayP90: delay('p90', '90 % of the time'),
  eventLoopDelayP99: delay('p99', '99 % of the time'),
  eventLoopDelayMax: delay('max', 'At worst'),
  eventLoopUtilization: {
    name: 'nodejs.eventloop.utilization',
    kind: 'gauge',
    unit: '1',
    description: 'Share of time since the last report in which the event loop was not idle.',
    labels: [],
  },
  heapUsed: {
    name: 'v8js.memory.heap.used',
    kind: 'gauge',
    unit: 'By',
    description: 'Heap in use, by space.',
    labels: [RUNTIME_ATTR.heapSpace],
  },
  heapLimit: {
    name: 'ticketcap.heap.limit',
    kind: 'gauge',
    unit: 'By',
    description: 'Size at which V8 gives up (--max-old-space-size and what it derives from it).',
    labels: [],
  },
  gcDuration: {
    name: 'v8js.gc.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Garbage collections by type, and how long they took.',
    labels: [RUNTIME_ATTR.gcType],
  },
  activeResources: {
    name: 'v8js.resource.active',
    kind: 'gauge',
    unit: '{resource}',
    description: 'Handles and requests that keep the event loop alive, by type.',
    labels: [RUNTIME_ATTR.resourceType],
  },
  cpuTime: {
    name: 'process.cpu.time',
    kind: 'counter',
    unit: 's',
    description: 'CPU time of the process, all threads.',
    labels: [RUNTIME_ATTR.cpuMode],
  },
  memoryUsage: {
    name: 'process.memory.usage',
    kind: 'gauge',
    unit: 'By',
    description: 'Physical memory in use (resident set size).',
    labels: [],
  },
  uptime: {
    name: 'process.uptime',
    kind: 'gauge',
    unit: 's',
    description: 'Time since the process started.',
    labels: [],
  },
  activeRequests: {
    name: 'http.server.active_requests',
    kind: 'gauge',
    unit: '{request}',
    description: 'HTTP requests that are being answered now.',
    labels: [],
  },
  nextCache: {
    name: 'ticketcap.next.cache',
    kind: 'counter',
    unit: '{response}',
    description: 'Responses that Next.js took from its cache, or could have, by what it found there.',
    labels: [RUNTIME_ATTR.nextCacheResult],
  },
} as const satisfies Record<string, MetricDefinition>

/** Metrics of the app's Postgres driver, by `@opentelemetry/instrumentation-pg`. */
export const DATABASE_CLIENT_METRIC = {
  operationDuration: {
    name: 'db.client.operation.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Duration of database client operations.',
    labels: [
      'db.system.name',
      'db.namespace',
      'db.operation.name',
      'error.type',
      'server.address',
      'server.port',
    ],
  },
  connectionCount: {
    name: 'db.client.connection.count',
    kind: 'gauge',
    unit: '{connection}',
    description: 'Connections of the pool, by state.',
    labels: [RUNTIME_ATTR.connectionState, 'db.client.connection.pool.name'],
  },
  connectionPending: {
    name: 'db.client.connection.pending_requests',
    kind: 'gauge',
    unit: '{request}',
    description: 'Requests that wait for a connection of the pool.',
    labels: ['db.client.connection.pool.name'],
  },
  connectionMax: {
    name: 'db.client.connection.max',
    kind: 'gauge',
    unit: '{connection}',
    description: 'The most connections the pool may open.',
    labels: ['db.client.connection.pool.name'],
  },
} as const satisfies Record<string, MetricDefinition>

function delay<Percentile extends string>(percentile: Percentile, share: string) {
  return {
    name: `nodejs.eventloop.delay.${percentile}`,
    kind: 'gauge',
    unit: 's',
    description: `${share} since the last report the event loop was at most this late.`,
    labels: [],
  } as const
}
