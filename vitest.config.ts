import { defineConfig } from 'vitest/config'
import { ClosingLineReporter } from './tests/support/closing-line-reporter.ts'

/** Promises start real programs; one that hangs must fail by its own deadline, long before this limit. */
const PROMISE_TIMEOUT_MS = 120_000

/**
 * testcontainers: every container is stopped by the test that started it, so no helper image has to be pulled to
 * clean up; and the engine of this machine publishes on loopback, also when the tests run in a container.
 */
const TESTCONTAINERS = {
  TESTCONTAINERS_RYUK_DISABLED: 'true',
  ...(process.env.DOCKER_HOST ? {} : { TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' }),
}

/** Promises about times: they get the machine for themselves, one file at a time, after all others. */
const TIMED = [
  'tests/app.outage.test.ts',
  'tests/app.shutdown.test.ts',
  'tests/compose.up.test.ts',
  'tests/metrics.truth.test.ts',
  'tests/sentry.app.test.ts',
  'tests/sentry.outage.test.ts',
]

/** Three real stacks at a time: most of a promise is waiting for a drain, a decision or a restart. */
const PROMISES = {
  setupFiles: ['tests/support/print-output-on-failure.ts'],
  env: TESTCONTAINERS,
  testTimeout: PROMISE_TIMEOUT_MS,
  hookTimeout: PROMISE_TIMEOUT_MS * 2,
}

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLineReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'app-shim/src/**/*.test.ts',
            'otlp/src/**/*.test.ts',
            'cli/**/*.test.ts',
            'collector/*.test.ts',
            'dashboards/**/*.test.ts',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/support/**/*.test.ts',
          ],
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...PROMISES,
          name: 'promises',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/support/**', ...TIMED],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...PROMISES,
          name: 'timed',
          include: TIMED,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
