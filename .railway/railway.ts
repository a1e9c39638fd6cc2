import {
  defineRailway,
  github,
  postgres,
  preserve,
  type ReferencableDatabaseNode,
  type ReferencableServiceNode,
  service,
  type VolumeNode,
  volume,
} from 'railway/iac'

// The whole project on Railway: app, collector beside it, the five-minute metric collector, and the database.
//
//   railway link                        once: choose the project and environment
//   railway config plan                 what would change; --detailed-exit-code is 2 when something would
//   railway config apply                makes it so; anything that is not stated here is planned for deletion
//
// Needs Node 22 or later and Railway's CLI 5.63 or later: an older one passes no environment, and the names below
// would be undefined. docs/PRODUCTION_MONITORING_SETUP.md walks through the first deployment.

/** The repository that Railway builds, as "owner/name". The one line to change in a fork. */
const REPOSITORY = 'ticketcap/telemetry'
const BRANCH = 'main'

const MEBIBYTE = 1024 * 1024
/** Memory the collector may use; the limiter in collector-config.yaml takes its percentages of it. */
const COLLECTOR_MEMORY_MIB = 512
/**
 * Seconds from SIGTERM to SIGKILL. The default of 0 kills at once. Of the collector: the sampler's wait and the delivery
 * of what it releases. Of the app: its last requests, and then AWAY_MILLIS.
 */
const DRAINING_SECONDS = { collector: 60, app: 60 }
/**
 * How long a collector may be away, which is deployed anew, before anything is lost: the app repeats an export for that
 * long (the default is 10 s), and when it has to end waits that long for it (the default is 3 s), and for the metrics after.
 */
const AWAY_MILLIS = { export: 30_000, shutdown: 35_000 }
/** Megabytes of disk for the queues: two of 200 MB at most, and room for the compaction of one. */
const QUEUE_VOLUME_MB = 1000

export default defineRailway((context, project) => {
  const production = context.isEnvironment('production')
  const database = postgres('Postgres')
  const queue = volume('collector-queue', { sizeMB: QUEUE_VOLUME_MB })
  const collector = collectorService(queue, production)
  return project('ticketcap', {
    resources: [
      database,
      queue,
      collector,
      appService(database, collector),
      cronService(database, collector),
    ],
  })
})

// One replica: a volume allows no second one, and whole traces must meet in one sampler. The price is a gap of some
// seconds at every redeploy, in which the app's exporter keeps and repeats.
function collectorService(queue: VolumeNode, production: boolean) {
  return service('collector', {
    source: github(REPOSITORY, { branch: BRANCH }),
    build: {
      builder: 'DOCKERFILE',
      dockerfilePath: 'Dockerfile.collector',
      watchPatterns: ['/collector/**', '/collector-config.yaml', '/Dockerfile.collector'],
    },
    // No start command: it would replace the entry point, and the image has no shell.
    healthcheck: '/',
    healthcheckTimeout: 60,
    deploy: {
      restartPolicyType: 'ON_FAILURE',
      restartPolicyMaxRetries: 10,
      // No overlap: two deployments cannot hold one volume.
      drainingSeconds: DRAINING_SECONDS.collector,
      limitOverride: { containers: { cpu: 1, memoryBytes: COLLECTOR_MEMORY_MIB * MEBIBYTE } },
    },
    volumeMounts: { '/var/lib/otelcol': queue },
    // No public domain: only this project's private network reaches it.
    env: {
      // Railway sends its health check to this port, from outside the container.
      PORT: '13133',
      SIDECAR_HEALTH_HOST: '[::]',
      // Environments made before 2025-10-16 have IPv6 only, later ones both. [::] listens on both.
      SIDECAR_HOST: '[::]',
      // Railway mounts volumes as root and offers no other owner. The image holds one program and no shell.
      RAILWAY_RUN_UID: '0',
      ...visible(DRAINING_SECONDS.collector),
      GOMEMLIMIT: `${Math.floor(COLLECTOR_MEMORY_MIB * 0.8)}MiB`,
      SAMPLING_BASELINE_PERCENTAGE: production ? '10' : '100',
      // Set once with `railway variables --set`; never in a file.
      SIDECAR_TOKEN: preserve(),
      TEMPO_ENDPOINT: preserve(),
      TEMPO_AUTHORIZATION: preserve(),
      PROMETHEUS_ENDPOINT: preserve(),
      PROMETHEUS_AUTHORIZATION: preserve(),
      SENTRY_DSN: preserve(),
    },
  })
}

function appService(database: Database, collector: Collector) {
  return service('app', {
    source: github(REPOSITORY, { branch: BRANCH }),
    build: {
      builder: 'DOCKERFILE',
      dockerfilePath: 'Dockerfile.demo',
      watchPatterns: ['/demo/**', '/app-shim/**', '/package-lock.json', '/Dockerfile.demo'],
    },
    healthcheck: '/api/health',
    healthcheckTimeout: 120,
    deploy: {
      restartPolicyType: 'ON_FAILURE',
      restartPolicyMaxRetries: 10,
      // The new deployment answers before the old one is told to stop, which then has time to flush.
      overlapSeconds: 15,
      drainingSeconds: DRAINING_SECONDS.app,
    },
    // The public domain is made in the dashboard: a domain that Railway generates is never in this file.
    env: {
      PORT: '3000',
      DEMO_HOST: '::',
      DATABASE_URL: database.env.DATABASE_URL,
      ...visible(DRAINING_SECONDS.app),
      ...telemetry(collector),
      SIDECAR_SHUTDOWN_TIMEOUT: String(AWAY_MILLIS.shutdown),
    },
  })
}

// Runs, writes its numbers, ends. Five minutes is the shortest interval that Railway allows.
function cronService(database: Database, collector: Collector) {
  return service('collect-metrics', {
    source: github(REPOSITORY, { branch: BRANCH }),
    build: { builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile.demo' },
    // Node itself, not npm: npm would keep SIGTERM to itself.
    start: 'node scripts/collect-metrics.ts',
    deploy: {
      cronSchedule: '*/5 * * * *',
      // The next run is five minutes away; a repeat in between would only make two overlap.
      restartPolicyType: 'NEVER',
    },
    env: {
      DATABASE_URL: database.env.DATABASE_URL,
      ...telemetry(collector),
    },
  })
}

// The same as a variable that the platform reads too: `doctor --target railway` cannot see a setting.
function visible(drainingSeconds: number) {
  return { RAILWAY_DEPLOYMENT_DRAINING_SECONDS: String(drainingSeconds) }
}

// Setting the endpoint also keeps Railway's own tracing from injecting its variables.
function telemetry(collector: Collector) {
  return {
    OTEL_SERVICE_NAME: 'ticketcap',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    // Plain http: the private network is encrypted below.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Railway's own reference syntax
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://${{collector.RAILWAY_PRIVATE_DOMAIN}}:4317',
    OTEL_EXPORTER_OTLP_TIMEOUT: String(AWAY_MILLIS.export),
    SIDECAR_TOKEN: collector.env.SIDECAR_TOKEN,
  } as const
}

type Database = ReferencableDatabaseNode<'postgres'>
type Collector = ReferencableServiceNode<'RAILWAY_PRIVATE_DOMAIN' | 'SIDECAR_TOKEN'>
