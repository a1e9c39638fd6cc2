/** What the browser part adds to the JavaScript of an app: builds the demo with and without it, prints a table. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from '../shim/build-app.ts'
import { clientCode } from './client-code.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } })
if (values.help) {
  process.stdout.write(
    'npm run bench:bundle\n\nHas no options. It builds the demo twice, which takes minutes.\n',
  )
  process.exit()
}

/** Takes the place of the browser part; a build without it has to resolve what the app imports. */
const WITHOUT = `export const onRouterTransitionStart = () => {}
export const errorReference = () => ''
export const setUserContext = () => {}
`

const withIt = clientCode(await buildApp('shim'))
const without = clientCode(
  await buildApp('no-browser', (folder) => writeFile(path.join(folder, 'no-browser.ts'), WITHOUT)),
)

const added = withIt.everyPage - without.everyPage
console.log(`
| JavaScript, gzip bytes | without | with | added |
|---|---|---|---|
| every page loads | ${without.everyPage} | ${withIt.everyPage} | ${added} |
| loaded when the page is idle: the recorder | 0 | ${withIt.recorder} | ${withIt.recorder} |
| recording switched on, all in all | ${without.everyPage} | ${withIt.everyPage + withIt.recorder} | ${added + withIt.recorder} |`)
