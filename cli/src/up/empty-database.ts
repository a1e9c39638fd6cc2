import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import packageJson from '../../package.json' with { type: 'json' }
import { CACHE } from '../root.ts'

/**
 * Opens an empty database in memory.
 *
 * Creating one takes seconds, so the first one is kept as an image in .sidecar/cache and later starts load that.
 */
export async function openEmptyDatabase(): Promise<PGlite> {
  const image = join(CACHE, `postgres-${packageJson.dependencies['@electric-sql/pglite']}.tar`)
  if (existsSync(image)) return await PGlite.create({ loadDataDir: new Blob([readFileSync(image)]) })
  const database = await PGlite.create('memory://')
  const content = await database.dumpDataDir('none')
  mkdirSync(CACHE, { recursive: true })
  // Renamed when complete: an interrupted start must not leave half an image.
  const unfinished = `${image}.${process.pid}`
  writeFileSync(unfinished, Buffer.from(await content.arrayBuffer()))
  renameSync(unfinished, image)
  return database
}
