/**
 * `npm run image:report`: builds the collector's image twice, independently, and says whether the two are the same
 * bytes, how large it is, how long it takes to start and what it then holds in memory. JSON on standard output,
 * progress on standard error; exit code 1 when the images differ. Needs a container engine and, where no registry
 * answers, `GO_IMAGE`. Takes as long as two builds from nothing.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { waitFor } from '../support/wait-for.ts'

const run = promisify(execFile)
const IMAGES = ['ticketcap-collector:first', 'ticketcap-collector:second'] as const
/** Under it a builder finds nothing that an earlier build has left. */
const EMPTY_CACHE = '/tmp/empty-go-cache'
const COLD_BASE = 'ticketcap-go:no-cache'
const BUILD_TIMEOUT_MS = 60 * 60_000
const READY = 'Everything is ready'

interface Inspection {
  Size: number
  RootFS: { Layers: string[] }
}

const [first, second] = IMAGES
await build(first, process.env.GO_IMAGE)
await build(second, await withoutCache(process.env.GO_IMAGE))
const [one, two] = [await inspect(first), await inspect(second)]
const same = one.RootFS.Layers.join() === two.RootFS.Layers.join()
const { startMs, memory } = await start(first)
console.log(JSON.stringify({ same, layers: one.RootFS.Layers, bytes: one.Size, startMs, memory }, null, 2))
if (!same) {
  console.error(`The two images differ: ${two.RootFS.Layers.join(' ')}`)
  process.exitCode = 1
}

async function build(tag: string, base: string | undefined): Promise<void> {
  console.error(`${tag}: building from nothing`)
  const args = base ? ['--build-arg', `GO_IMAGE=${base}`] : []
  await docker(['build', '-q', '--no-cache', ...args, '-f', 'Dockerfile.collector', '-t', tag, '.'])
}

/** The same Go, with nothing compiled yet, so that no object file of the first build is in the second. */
async function withoutCache(base: string | undefined): Promise<string | undefined> {
  if (!base) return undefined
  const container = (await docker(['create', base, 'none'])).trim()
  await docker(['commit', '-c', `ENV GOCACHE=${EMPTY_CACHE}`, container, COLD_BASE])
  await docker(['rm', container])
  return COLD_BASE
}

async function inspect(image: string): Promise<Inspection> {
  return (JSON.parse(await docker(['image', 'inspect', image])) as [Inspection])[0]
}

/** Milliseconds from the start of the container to the collector's ready line, and the memory it then uses. */
async function start(image: string): Promise<{ startMs: number; memory: string }> {
  const id = (await docker(['run', '-d', '-e', 'SIDECAR_TOKEN=only-to-measure', image])).trim()
  try {
    const line = await waitFor(async () => (await logs(id)).split('\n').find((text) => text.includes(READY)))
    const startedAt = await docker(['inspect', '-f', '{{.State.StartedAt}}', id])
    const startMs = Date.parse(line.split(' ')[0] ?? '') - Date.parse(startedAt.trim())
    const memory = await docker(['stats', '--no-stream', '--format', '{{.MemUsage}}', id])
    return { startMs, memory: memory.split('/')[0]?.trim() ?? '' }
  } finally {
    await docker(['rm', '-f', id])
  }
}

async function logs(id: string): Promise<string> {
  const { stdout, stderr } = await run('docker', ['logs', '-t', id])
  return stdout + stderr
}

async function docker(args: readonly string[]): Promise<string> {
  const { stdout } = await run('docker', args, { timeout: BUILD_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
