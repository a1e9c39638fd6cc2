import { defineCommand } from 'citty'
import { SidecarError } from '../errors.ts'
import { applySentry } from '../sentry/apply/apply.ts'

export default defineCommand({
  meta: {
    description:
      'sentry apply: compare dashboards/sentry with a project in Sentry (SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT)',
  },
  args: {
    action: { type: 'positional', description: 'apply' },
    write: { type: 'boolean', description: 'Change Sentry; without it differences are only shown' },
    json: { type: 'boolean', description: 'Print one JSON object on stdout' },
  },
  run({ args }) {
    if (args.action !== 'apply') {
      throw new SidecarError('E_USAGE', `sidecar sentry: unknown action "${args.action}". Actions: apply.`)
    }
    return applySentry({ write: args.write === true, json: args.json === true, environment: process.env })
  },
})
