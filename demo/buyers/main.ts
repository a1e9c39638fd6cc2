/** `npm run buyers`: makes the traffic and prints the counted truth. Progress goes to stderr. */
import { writeFile } from 'node:fs/promises'
import { HELP, readOptions, UsageError } from './options.ts'
import { makePlan, plannedTotal } from './plan.ts'
import { PlantList } from './plants.ts'
import { reportText } from './report.ts'
import { runPlan } from './run.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args)
    if (options.help) {
      process.stdout.write(HELP)
      return 0
    }
    const plants = new PlantList()
    const plan = { ...options, ...(options.plantFile === undefined ? {} : { onPlant: plants.add }) }
    const total = plannedTotal(plan)
    const truth = await runPlan(makePlan(plan), {
      url: options.url,
      onProgress: (sent, answered) =>
        process.stderr.write(`buyers: ${sent} of ${total} sent, ${answered} answered\n`),
    })
    if (options.plantFile !== undefined) {
      const lines = plants.all().map((plant) => `${JSON.stringify(plant)}\n`)
      await writeFile(options.plantFile, lines.join(''))
    }
    const { seed, rate, durationMs, mix } = options
    const answer = { schema: 1, seed, rate, durationMs, mix, ...truth }
    process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : reportText(truth))
    return truth.shed > 0 || Object.keys(truth.noAnswer).length > 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${HELP}`)
    return 2
  }
}
