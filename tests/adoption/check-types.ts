import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Type-checks imports of these names in an app, under one `moduleResolution`; returns what the compiler says. */
export function checkTypes(app: string, moduleResolution: string, names: readonly string[]): string {
  const source = `imports-${moduleResolution}.mts`
  const imports = names.map((name, index) => `import * as m${index} from '${name}'\nvoid m${index}\n`)
  writeFileSync(path.join(app, source), imports.join(''))
  const config = `tsconfig.${moduleResolution}.json`
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'esnext.disposable'],
    module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
    moduleResolution,
    types: ['node'],
    skipLibCheck: true, // of the packages of others
  }
  writeFileSync(path.join(app, config), JSON.stringify({ compilerOptions, files: [source] }))
  const tsc = path.join(app, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', config], {
      cwd: app,
      encoding: 'utf8',
    })
    return status === 0 ? stdout : `${stdout}${stderr}tsc ended with ${status}`
  } finally {
    // The build of the app checks every source it finds.
    for (const file of [source, config]) rmSync(path.join(app, file))
  }
}
