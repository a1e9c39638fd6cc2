import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'

const LABEL = 'collector-testing.start'

/** A mark by which a container is found again that ends before testcontainers has looked at it. */
export interface Mark {
  readonly labels: Record<string, string>
  /**
   * What the container said, and removes it; empty when it is removed already. testcontainers attaches to the output of
   * a container once its ports are open: one that ends sooner has said why to nobody, and stays.
   */
  lastWords(): Promise<string>
}

/** A new mark. */
export function markContainer(): Mark {
  const start = randomUUID()
  return {
    labels: { [LABEL]: start },
    async lastWords() {
      const { getContainerRuntimeClient } = await import('testcontainers')
      const { container } = await getContainerRuntimeClient()
      const found = await container.fetchByLabel(LABEL, start)
      if (!found) return ''
      const output = await text(await container.logs(found))
      await container.remove(found, { removeVolumes: true })
      return output
    },
  }
}
