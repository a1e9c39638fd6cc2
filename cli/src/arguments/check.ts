import type { ArgsDef } from 'citty'
import { SidecarError } from '../errors.ts'
import { nearest } from './nearest.ts'

/**
 * Refuses a flag the command does not have, a value flag without a value, a surplus word and a missing one.
 *
 * @throws SidecarError E_USAGE with the nearest known flag
 */
export function checkArguments(command: string, raw: readonly string[], definition: ArgsDef): void {
  const entries = Object.entries(definition)
  const flags = new Map(
    entries.filter(([, { type }]) => type !== 'positional').map(([name, { type }]) => [name, type]),
  )
  const positional = entries.filter(([, { type }]) => type === 'positional')
  let words = positional.length

  for (let index = 0; index < raw.length; index++) {
    const argument = raw[index] ?? ''
    if (argument === '--') return
    if (!argument.startsWith('-') || argument === '-') {
      if (words-- <= 0)
        throw new SidecarError('E_USAGE', `sidecar ${command}: unexpected "${argument}". ${help(command)}`)
      continue
    }
    const [flag = '', value] = argument.replace(/^-+/, '').split('=', 2)
    const negated = flag.startsWith('no-') && flags.get(flag.slice(3)) === 'boolean'
    const type = negated ? 'boolean' : flags.get(flag)
    if (!type || !argument.startsWith('--'))
      throw unknownFlag(command, argument.split('=', 1)[0] ?? '', [...flags.keys()])
    if (type === 'boolean') continue
    if (value === undefined && (raw[index + 1] ?? '--').startsWith('-')) {
      throw new SidecarError('E_USAGE', `sidecar ${command}: --${flag} needs a value. ${help(command)}`)
    }
    if (value === undefined) index++
  }
  const missing = positional
    .slice(positional.length - words)
    .find(([, { required, default: preset }]) => required !== false && preset === undefined)
  if (missing) {
    const [name, { description }] = missing
    throw new SidecarError(
      'E_USAGE',
      `sidecar ${command}: ${name} is missing: ${description}. ${help(command)}`,
    )
  }
}

function unknownFlag(command: string, flag: string, known: string[]): SidecarError {
  const guess = nearest(flag.replace(/^-+/, ''), known)
  const hint = guess ? `Did you mean --${guess}?` : help(command)
  return new SidecarError('E_USAGE', `sidecar ${command}: unknown flag ${flag}. ${hint}`)
}

function help(command: string): string {
  return `See: npm run sidecar -- ${command} --help`
}
