/** The fake payment provider as a program of its own: PAYMENT_PROVIDER_PORT (default 4010), on 127.0.0.1. */
import { startProvider } from './server.ts'

const port = Number(process.env.PAYMENT_PROVIDER_PORT || 4010)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PAYMENT_PROVIDER_PORT is "${process.env.PAYMENT_PROVIDER_PORT}". Set it to a port number.`)
  process.exit(2)
}
try {
  const provider = await startProvider({ port })
  console.error(`payment provider on ${provider.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void provider.stop().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
