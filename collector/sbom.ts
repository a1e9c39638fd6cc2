/** `npm run sbom:collector`: what is compiled into the collector that was built, as CycloneDX on stdout. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type BuildInfo, billOfMaterials } from './bill-of-materials.ts'
import { collectorBinary } from './launch.ts'
import { readManifest } from './manifest.ts'

const root = path.join(import.meta.dirname, '..')
const program = collectorBinary(root)
if (existsSync(program)) {
  const { version } = readManifest(
    readFileSync(path.join(import.meta.dirname, 'builder-config.yaml'), 'utf8'),
  )
  const info = execFileSync('go', ['version', '-m', '-json', program], { encoding: 'utf8' })
  process.stdout.write(
    `${JSON.stringify(billOfMaterials(JSON.parse(info) as BuildInfo, version), null, 2)}\n`,
  )
} else {
  process.stderr.write('The collector is not built. Run: npm run build:collector\n')
  process.exitCode = 1
}
