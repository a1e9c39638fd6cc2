import { defineCommand } from 'citty'
import { pushAlerts } from '../alerts/push.ts'
import { SidecarError } from '../errors.ts'

export default defineCommand({
  meta: {
    description:
      'alerts push: compare alerts/ with the rules in Mimir or Grafana Cloud (MIMIR_ADDRESS, MIMIR_API_USER, MIMIR_API_KEY)',
  },
  args: {
    action: { type: 'positional', description: 'push' },
    write: { type: 'boolean', description: 'Change the rules there; without it differences are only shown' },
    namespace: {
      type: 'string',
      valueHint: 'name',
      description: 'The namespace that holds these rules and no others',
      default: 'ticketcap',
    },
    json: { type: 'boolean', description: 'Print one JSON object on stdout' },
  },
  run({ args }) {
    if (args.action !== 'push') {
      throw new SidecarError('E_USAGE', `sidecar alerts: unknown action "${args.action}". Actions: push.`)
    }
    return pushAlerts({
      namespace: args.namespace,
      write: args.write === true,
      json: args.json === true,
      environment: process.env,
    })
  },
})
