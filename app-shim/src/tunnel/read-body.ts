import type { Refusal } from './refusal.ts'

/** The body of a request, unless it is too large or too slow. */
export async function readBody(
  request: Request,
  maxBytes: number,
  limitMillis: number,
): Promise<Uint8Array | Refusal> {
  if (Number(request.headers.get('content-length')) > maxBytes) return tooLarge(maxBytes)
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), limitMillis)
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), late.promise])
      if (read === 'late') {
        return { status: 408, reason: `The body took longer than ${limitMillis / 1000} s. Send it at once.` }
      }
      if (read.done) return Buffer.concat(chunks)
      bytes += read.value.byteLength
      if (bytes > maxBytes) return tooLarge(maxBytes)
      chunks.push(read.value)
    }
  } catch {
    // The connection broke; whoever sent it will not read the answer.
    return { status: 400, reason: 'The body broke off. Send it again.' }
  } finally {
    clearTimeout(timer)
    // Frees the connection of what was not read; after the end there is nothing to cancel.
    reader.cancel().then(undefined, () => undefined)
  }
}

function tooLarge(maxBytes: number): Refusal {
  return {
    status: 413,
    reason: `The body is larger than ${maxBytes / 1024 / 1024} MiB. Send smaller envelopes.`,
  }
}
