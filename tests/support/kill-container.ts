/**
 * Sends SIGKILL to the program of a container and leaves the container there. `stop` of testcontainers would remember
 * that it has stopped it, and not stop it again after a restart.
 */
export async function killContainer(id: string): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  const { container } = await getContainerRuntimeClient()
  await container.getById(id).kill()
}
