import type { Check } from '../check.ts'

/** The oldest Node.js the shim supports: 22.18, the first 22 that runs TypeScript without a flag. */
const OLDEST: readonly [number, number] = [22, 18]

/** The Node.js that runs this command is one the shim supports. */
export const nodeVersion: Check = async ({ nodeVersion }) => {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))
    return [{ id: 'node-version', status: 'ok', message: `Node.js ${nodeVersion}` }]
  return [
    {
      id: 'node-version',
      status: 'fail',
      message: `Node.js ${nodeVersion} is older than ${OLDEST.join('.')}`,
      hint: 'Run the app on Node.js 24, or 22.18 and later.',
    },
  ]
}
