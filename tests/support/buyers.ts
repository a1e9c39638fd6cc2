import { Program } from './program.ts'
import { inRepository } from './repository.ts'

/** Runs the traffic generator of the demo to its end and returns what it printed; throws when it fails. */
export async function runBuyers(url: string, options: readonly string[]): Promise<string> {
  await using buyers = new Program({
    name: 'buyers',
    command: process.execPath,
    args: [inRepository('demo/buyers/main.ts'), '--url', url, ...options],
  })
  const { code } = await buyers.exited
  if (code !== 0) throw new Error(`The buyers ended with ${code}. Their output:\n${buyers.output}`)
  return buyers.output
}
