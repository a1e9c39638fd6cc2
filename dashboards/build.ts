/** Writes the boards as the JSON files that Grafana imports: `npm run build:dashboards`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { boardJson } from './board-json.ts'
import { BOARDS } from './boards.ts'

const FOLDER = new URL('grafana/', import.meta.url)

mkdirSync(FOLDER, { recursive: true })
for (const [name, build] of Object.entries(BOARDS)) {
  const file = fileURLToPath(new URL(`${name}.json`, FOLDER))
  writeFileSync(file, boardJson(build()))
  console.error(`Wrote ${file}`)
}
