import { parseArgs } from 'node:util'

export const HELP = `What the shim costs, side by side with nothing and with the Sentry SDK tracing everything.

Usage: npm run bench:shim -- [options]

  --rounds N        fresh starts of every variant (default 3)
  --warmup N        requests to each app before it is measured (default 10000)
  --slices N        measurements of each app in a round, the apps taking turns (default 4)
  --seconds N       duration of each of the two loads of a slice (default 3)
  --rate N          requests a second of the steady load (default 200)
  --connections N   connections of both loads (default 32)
  --path PATH       what is requested (default /api/health)
  --only TEXT       measure only "nothing" and the variants whose name contains TEXT
  --reuse-builds    do not build the demo again
  --json            print JSON instead of a table
  --help            print this
`

/** The command line, checked. Throws on an unknown option and on a number that is none. */
export function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      warmup: { type: 'string', default: '10000' },
      slices: { type: 'string', default: '4' },
      seconds: { type: 'string', default: '3' },
      rate: { type: 'string', default: '200' },
      connections: { type: 'string', default: '32' },
      path: { type: 'string', default: '/api/health' },
      only: { type: 'string', default: '' },
      'reuse-builds': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const number = (name: 'rounds' | 'warmup' | 'slices' | 'seconds' | 'rate' | 'connections', least = 1) => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= least) return value
    throw new Error(`--${name} is "${values[name]}". Give a whole number of ${least} or more.`)
  }
  return {
    rounds: number('rounds'),
    warmup: number('warmup', 0),
    slices: number('slices'),
    seconds: number('seconds'),
    rate: number('rate'),
    connections: number('connections'),
    path: values.path,
    only: values.only,
    reuseBuilds: values['reuse-builds'],
    json: values.json,
    help: values.help,
  }
}
