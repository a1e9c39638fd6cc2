import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Program } from '../../tests/support/program.ts'
import { inRepository } from '../../tests/support/repository.ts'
import { type BuildName, WIRING } from './variants.ts'

/** The command line of Next.js. */
export const NEXT = createRequire(inRepository('demo/package.json')).resolve('next/dist/bin/next')

const LEFT_BEHIND = new Set([
  '.next',
  'node_modules',
  'next.config.ts',
  'instrumentation.ts',
  'tsconfig.json',
])
const COMPILER_OPTIONS = {
  jsx: 'preserve',
  module: 'esnext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  noEmit: true,
}

/**
 * Copies the demo, wires it for a build and builds it for production. Returns its folder.
 *
 * @param prepare is called with the folder before the build
 */
export async function buildApp(
  name: BuildName,
  prepare?: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = inRepository(path.join('.sidecar', 'bench', name))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const demo = inRepository('demo')
  await cp(demo, folder, {
    recursive: true,
    filter: (source) => !LEFT_BEHIND.has(path.relative(demo, source)),
  })
  await writeFile(path.join(folder, 'instrumentation.ts'), WIRING[name].instrumentation)
  await writeFile(path.join(folder, 'next.config.ts'), WIRING[name].config)
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }))
  await prepare?.(folder)
  const build = new Program({
    name: `build of ${name}`,
    command: process.execPath,
    args: [NEXT, 'build', folder],
    cwd: folder,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  })
  const { code } = await build.exited
  if (code !== 0) throw new Error(`The build of ${name} failed. Its output:\n${build.output}`)
  return folder
}
