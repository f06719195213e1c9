/** A body that is written piece by piece, until one of the two sides ends it. */
export interface EventBody {
  readonly body: ReadableStream<Uint8Array>
  readonly write: (text: string) => void
  /** Ends it; what was written is read before. */
  readonly end: () => void
}

/** Makes a body; `onEnd` is called when nobody reads it any more. */
export function createEventBody(signal: AbortSignal, onEnd: () => void): EventBody {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const leave = () => {
    controller = undefined
    onEnd()
  }
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: leave,
  })
  const end = () => {
    controller?.close()
    if (controller) leave()
  }
  signal.addEventListener('abort', end)
  return { body, end, write: (text) => controller?.enqueue(encoder.encode(text)) }
}
