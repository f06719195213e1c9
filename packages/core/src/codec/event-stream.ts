/** One event of a stream, before it is written. */
export interface StreamEvent {
  /** What kind of event it is. @default 'message' */
  readonly event?: string
  /** What the reader has to say when it comes back, to go on from there. */
  readonly id?: string
  /** Of any number of lines; each kind of line end is read as a line feed. */
  readonly data: string
  /** How long the reader is to wait before it comes back, in milliseconds. */
  readonly retry?: number
}

/** One event as it was read: `id` and `retry` are those that the stream told last, with this event or before. */
export interface DecodedEvent extends StreamEvent {
  readonly event: string
}

const lineEnd = /\r\n|\r|\n/
const unsafe = /[\r\n\0]/

/** Writes one event of `text/event-stream` (WHATWG HTML, section 9.2.5). Line ends in a kind or an id are left out. */
export function encodeEvent({ event, id, data, retry }: StreamEvent): string {
  const head = field('event', event) + field('id', id) + field('retry', retry?.toString())
  // Most data is JSON, of one line.
  const lines = lineEnd.test(data) ? data.split(lineEnd).join('\ndata: ') : data
  return `${head}data: ${lines}\n\n`
}

function field(name: string, value: string | undefined): string {
  if (value === undefined) return ''
  return `${name}: ${unsafe.test(value) ? value.replaceAll(/[\r\n\0]/g, '') : value}\n`
}

/**
 * Makes what reads a stream, chunk by chunk as they come, and tells of each event when it is complete (WHATWG HTML, section
 * 9.2.6). Never throws for what it reads: comments, unknown fields and an event without data or end are passed over.
 */
export function createEventDecoder(
  onEvent: (event: DecodedEvent) => void,
): (chunk: string) => void {
  let isStart = true
  let endedInReturn = false
  let rest = ''
  let event = ''
  let data: string[] = []
  let told: Pick<DecodedEvent, 'id' | 'retry'> = {}

  const dispatch = () => {
    const complete = { ...told, event: event || 'message', data: data.join('\n') }
    const isEvent = data.length > 0
    event = ''
    data = []
    if (isEvent) onEvent(complete)
  }
  const takes: Readonly<Record<string, (value: string) => void>> = {
    event: (value) => (event = value),
    data: (value) => data.push(value),
    // An empty one takes back what was told.
    id: (value) => {
      if (!value.includes('\0')) told = { ...told, id: value || undefined }
    },
    retry: (value) => {
      if (/^\d{1,9}$/.test(value)) told = { ...told, retry: Number(value) }
    },
  }
  const read = (line: string) => {
    if (line === '') return dispatch()
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (Object.hasOwn(takes, name)) takes[name]?.(value)
  }

  return (chunk) => {
    if (chunk === '') return
    const text = isStart ? chunk.replace(/^\uFEFF/, '') : chunk
    isStart = false
    // A line end may be cut in two.
    const lines = (endedInReturn ? text.replace(/^\n/, '') : text).split(lineEnd)
    endedInReturn = text.endsWith('\r')
    lines[0] = rest + lines[0]
    rest = lines.pop() ?? ''
    for (const line of lines) read(line)
  }
}
