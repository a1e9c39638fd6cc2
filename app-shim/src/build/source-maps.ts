import { glob, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Environment, read, VARIABLES } from '../environment.ts'
import { artifactBundle } from './artifact-bundle.ts'
import { type UploadTarget, uploadBundle } from './upload-bundle.ts'

export interface PublishOptions {
  readonly env: Environment
  /** The build output, `.next`. */
  readonly distDir: string
  readonly release: string | undefined
  readonly basePath: string
  /** The app itself serves the maps of its browser code. */
  readonly keep: boolean
  readonly out: { info(line: string): void; warn(line: string): void }
}

/** Whether a build makes source maps of the browser code, for Sentry. */
export function sourceMapsWanted(env: Environment): boolean {
  return read(env, 'sentryAuthToken') !== undefined
}

/**
 * Gives Sentry the source maps of the browser code and takes them away from where the app would serve them. Without
 * `SENTRY_AUTH_TOKEN` there are none, and one line says so. A Sentry that does not take them does not stop a build.
 *
 * @throws Error when there is a token, but not for which project
 */
export async function publishSourceMaps(options: PublishOptions): Promise<void> {
  const { env, distDir, release, basePath, keep, out } = options
  const token = read(env, 'sentryAuthToken')
  if (token === undefined) {
    out.info(
      '[telemetry] SENTRY_AUTH_TOKEN is not set: no source maps go to Sentry, which shows errors of browsers in built code.',
    )
    return
  }
  const target = targetOf(env, token, release)
  try {
    const code = await browserFiles(distDir, '.js')
    const { bundle, maps } = await artifactBundle({ ...target, distDir, code, basePath })
    await uploadBundle(bundle, target)
    out.info(`[telemetry] ${maps} source maps of release ${release} are with Sentry.`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    out.warn(`[telemetry] The source maps did not reach ${target.url}: ${reason} The build goes on.`)
  } finally {
    // Those of style sheets too: nothing of them is for the public.
    const maps = keep ? [] : await browserFiles(distDir, '.map')
    await Promise.all(maps.map((map) => rm(path.join(distDir, map))))
  }
}

function targetOf(env: Environment, token: string, release: string | undefined): UploadTarget {
  const org = read(env, 'sentryOrg')
  const project = read(env, 'sentryProject')
  if (org === undefined || project === undefined) {
    throw new Error(
      'SENTRY_AUTH_TOKEN is set, but not for which project: set SENTRY_ORG and SENTRY_PROJECT, or unset the token.',
    )
  }
  return { url: read(env, 'sentryUrl') ?? VARIABLES.sentryUrl.default, org, project, release, token }
}

/** Files of the browser code, relative to the build output and with slashes, in a fixed order. */
async function browserFiles(distDir: string, ending: string): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(`static/**/*${ending}`, { cwd: distDir }))
    found.push(file.replaceAll(path.sep, '/'))
  return found.sort()
}
