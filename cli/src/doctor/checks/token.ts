import { type Check, read } from '../check.ts'

/** Characters of a token that nobody guesses: 32 random bytes in base64url are 43. */
const SHORTEST = 32
/** What compose uses when nobody chose one. */
const WELL_KNOWN = 'local-development-only'

/** App and collector have a token, and outside this machine one that nobody guesses. Its value is never printed. */
export const token: Check = async ({ environment, target }) => {
  const id = 'token'
  const value = read(environment, 'SIDECAR_TOKEN')
  if (value === undefined)
    return [
      {
        id,
        status: 'fail',
        message: 'SIDECAR_TOKEN is not set: the collector does not start, and the app is refused',
        hint: 'Set the same value for app and collector: openssl rand -base64 32',
      },
    ]
  // Both sides leave out what is around it. Of several words the collector takes the first, the app sends all.
  if (/\s/.test(value))
    return [
      {
        id,
        status: 'fail',
        message:
          'SIDECAR_TOKEN has a blank or a line break in it: the collector reads it to there, and refuses the app',
        hint: 'Use one word for app and collector: openssl rand -base64 32',
      },
    ]
  if (target !== 'railway' && value === WELL_KNOWN)
    return [{ id, status: 'ok', message: 'SIDECAR_TOKEN is the one for local development' }]
  if (value.length < SHORTEST || value === WELL_KNOWN)
    return [
      {
        id,
        status: target === 'railway' ? 'fail' : 'warn',
        message: `SIDECAR_TOKEN has ${value.length} characters`,
        hint: 'Use 32 random bytes: openssl rand -base64 32',
      },
    ]
  return [{ id, status: 'ok', message: `SIDECAR_TOKEN has ${value.length} characters` }]
}
