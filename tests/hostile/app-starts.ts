import { startDemo } from '../support/demo.ts'

/** A busy machine takes half a minute; that an app never answers is what is looked for. */
const READY_MS = 180_000

/** Starts the demo app with this environment, orders, and stops it. Says what went wrong, if anything did. */
export async function startsAndServes(
  env: Record<string, string>,
  databaseUrl?: string,
): Promise<string | undefined> {
  const shown = JSON.stringify(env).replaceAll(/x{100,}/g, 'x…')
  try {
    await using demo = await startDemo({ databaseUrl, env, readyMs: READY_MS })
    const page = (await demo.get('/')).status
    const order = (await demo.order()).status
    const { code } = await demo.stop()
    if (page === 200 && order === 201 && code === 143) return undefined
    return `Page ${page}, order ${order}, exit ${code} with ${shown}:\n${demo.output}`
  } catch (error) {
    return `${(error as Error).message}\nwith ${shown}`
  }
}
