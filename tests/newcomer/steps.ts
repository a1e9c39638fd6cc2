import { composeAvailability, engineAvailability } from '../support/docker/engine.ts'

/** One thing a newcomer types. */
export interface Step {
  readonly name: string
  /** As it is typed, in a shell, in the clone. */
  readonly command: string
  /** A line of output that says it worked; the command goes on running and is then stopped with SIGINT. */
  readonly until?: RegExp
  /** The line of output to show; default: the last one. */
  readonly show?: RegExp
  /** Undoes it, whatever came of it. */
  readonly after?: string
  /** Why it cannot be taken here; undefined when it can. */
  readonly unavailable?: () => string | undefined
}

/** Under a name of its own: the stack, and the data, of whoever runs this stay as they are. */
const COMPOSE = 'docker compose -p ticketcap-newcomer'
/** What an order needs; the rest of docker-compose.yml only shows it. */
const SERVICES = 'app collector postgres prometheus'

/** The way of a newcomer, in the order of README.md; `source` is where it is cloned from. */
export function steps(source: string): readonly Step[] {
  return [
    { name: 'clone', command: `git clone --quiet ${source} . && git log -1 --format=%s` },
    {
      name: 'see it run',
      command: 'npm start -- --free-ports --json',
      until: /"event":"metric"/,
      show: /"event":"order"/,
    },
    {
      name: 'wire an app of your own',
      // Makes a Next.js app, installs the packed shim, adds the four files of README.md, waits for a trace to arrive.
      command: 'npx vitest run tests/adoption.test.ts -t Turbopack',
      show: /passed, \d+ failed/,
    },
    {
      name: 'try other sampling',
      command: 'npm run simulate -- --spans 20000',
      show: /volume cut/,
    },
    {
      name: 'in containers',
      command: `${COMPOSE} up --detach --build --wait ${SERVICES}`,
      after: `${COMPOSE} down --volumes`,
      unavailable: () => [engineAvailability(), composeAvailability()].find((able) => !able.ok)?.reason,
    },
    {
      name: 'what Railway would get',
      command: 'npx vitest run tests/railway.test.ts',
      show: /passed, \d+ failed/,
    },
    {
      name: 'deploy to Railway',
      command: 'railway config plan',
      unavailable: () => 'it takes an account: railway login, railway link',
    },
  ]
}
