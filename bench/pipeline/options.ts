import { parseArgs } from 'node:util'
import { LEAST } from './report.ts'

export const HELP = `npm run bench:pipeline -- [options]

  --rates <list>      spans a second, one after the other (default 1000,5000,10000,20000)
  --seconds <number>  how long each is measured (default 15)
  --warm-up <number>  seconds before that; longer than the sampler's wait of 10, so that decisions and deliveries are
                      part of what is measured (default 13)
  --baseline <number> percentage of ordinary traces that are kept (default 10)
  --pipelines <list>  of ${LEAST}, shipped and stock (default all)
  --with <name=file>  another build of the collector, on the shipped configuration; may be repeated
  --json              print the results as one JSON array
  --help              print this
`

/** Reads the command line. */
export function readOptions(args: string[]) {
  return parseArgs({
    args,
    options: {
      rates: { type: 'string', default: '1000,5000,10000,20000' },
      seconds: { type: 'string', default: '15' },
      'warm-up': { type: 'string', default: '13' },
      baseline: { type: 'string', default: '10' },
      pipelines: { type: 'string', default: `${LEAST},shipped,stock` },
      with: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values
}
