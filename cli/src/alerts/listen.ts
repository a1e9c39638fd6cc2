/**
 * The alert receiver as a program, for docker-compose.yml: prints one line per alert that begins or ends, and one when
 * the heartbeat of alerting stops. Listens on every address; its argument is the port, default 9094. The container has
 * this folder and no packages.
 */
import { paintFor } from '../terminal/colour.ts'
import { heartbeatLine, noticeLine } from './lines.ts'
import { HEARTBEAT_LIMIT_MS, startAlertReceiver } from './receiver.ts'

const port = Number(process.argv[2] ?? 9094)

const paint = paintFor(process.stdout)
const print = (line: string) => process.stdout.write(`${new Date().toISOString()}${line}\n`)
const receiver = await startAlertReceiver({
  port,
  host: '0.0.0.0',
  onNotice: (notice) => print(noticeLine(notice, paint)),
  onHeartbeat: (heard) => print(heartbeatLine(heard, HEARTBEAT_LIMIT_MS, paint)),
})
print(` listening on port ${port}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await receiver.close()
    process.exit(0)
  })
}
