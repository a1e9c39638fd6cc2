import { defineCommand, type StringArgDef } from 'citty'
import { PORT_NAMES, PORTS, upSettings } from '../up/settings.ts'
import { up } from '../up/up.ts'

const portFlags = Object.fromEntries(
  PORT_NAMES.map((name) => {
    const { port, service, variable } = PORTS[name]
    const description = `Port of ${service} (${variable}; default ${port === 0 ? 'any free one' : port})`
    return [`${name}-port`, { type: 'string', valueHint: 'port', description } satisfies StringArgDef]
  }),
)

export default defineCommand({
  meta: { description: 'Build what is missing, start the whole stack, place one order and show its trace' },
  args: {
    json: { type: 'boolean', description: 'Print one JSON object per line on stdout' },
    order: {
      type: 'boolean',
      default: true,
      description: 'Place one order and show its trace',
      negativeDescription: 'Place no order',
    },
    traffic: { type: 'boolean', description: 'Run the buyers against the app' },
    record: {
      type: 'boolean',
      description: 'Record the scrubbed traffic to .sidecar/traffic.recording, for sidecar simulate',
    },
    'free-ports': { type: 'boolean', description: 'Choose free ports for everything' },
    'run-dir': {
      type: 'string',
      valueHint: 'directory',
      description: 'Logs, queue and metrics of this run (SIDECAR_RUN_DIR; default .sidecar/run)',
    },
    ...portFlags,
  },
  run: ({ args }) => up(upSettings(args as Record<string, string | boolean | undefined>, process.env)),
})
