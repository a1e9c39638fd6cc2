import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** The bytes of every file below a folder. */
export async function readFolder(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name))))
}
