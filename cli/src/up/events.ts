/** What `sidecar up --json` prints, one object per line. */
export type UpEvent =
  | { event: 'ready'; service: string; url: string }
  | { event: 'order'; traceId: string; spans: number; firstTraceMs: number; policy: string; url: string }
  | { event: 'metric'; query: string; value: number; exemplarTraceIds: string[] }
  | {
      event: 'alert'
      status: 'firing' | 'resolved'
      severity: string
      name: string
      summary: string
      labels: Record<string, string>
    }
  | { event: 'heartbeat'; heard: boolean }
  | { event: 'stopped'; service: string; killed: boolean }
  | { event: 'failed'; code: string; message: string }

/** Writes an event as one line of JSON on stdout. */
export function printEvent(event: UpEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
