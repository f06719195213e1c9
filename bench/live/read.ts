// All readers of one server, in a process of their own: they count events.
import { connect } from 'node:net'
import { userOf } from './user-of.ts'

/** What the bench asks of this process; it answers when that is done. */
export type Order =
  | { readonly do: 'open'; readonly port: number; readonly from: number; readonly to: number }
  /** Waits until so many events with a text have come, one for each stream. */
  | { readonly do: 'await'; readonly text: string; readonly streams: number }

const batch = 100
/** Streams that have had the text that is waited for last, and who waits. */
let told = new Map<string, number>()
let waiting:
  | { readonly order: Extract<Order, { do: 'await' }>; readonly done: () => void }
  | undefined

process.on('message', (order: Order) => {
  void (order.do === 'open' ? open(order) : arrival(order)).then(() => process.send!(0))
})
process.send!(0)

async function open({ port, from, to }: Extract<Order, { do: 'open' }>): Promise<void> {
  for (let first = from; first < to; first += batch) {
    const some = Array.from({ length: Math.min(batch, to - first) }, (_, index) => first + index)
    await Promise.all(some.map((nth) => read(port, nth)))
  }
}

/** Opens a stream; resolves when it has said hello. */
function read(port: number, nth: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      [
        'GET /messages/live HTTP/1.1',
        'Host: localhost',
        'Accept: text/event-stream',
        `Flash-Client: v=1; tab=tab-${nth}`,
        `Cookie: user=${userOf(nth)}`,
        '\r\n',
      ].join('\r\n'),
    )
    let isGreeted = false
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('data', (chunk: string) => {
      if (!isGreeted) {
        if (!chunk.includes('event: hello')) return
        isGreeted = true
        resolve()
      }
      // A push is one write, and has its text once or twice: the first time counts.
      const text = /push-\d+\./.exec(chunk)?.[0]
      if (text === undefined) return
      told.set(text, (told.get(text) ?? 0) + 1)
      look()
    })
  })
}

function arrival(order: Extract<Order, { do: 'await' }>): Promise<void> {
  return new Promise((done) => {
    waiting = { order, done }
    look()
  })
}

function look(): void {
  if (!waiting || (told.get(waiting.order.text) ?? 0) < waiting.order.streams) return
  waiting.done()
  waiting = undefined
  told = new Map()
}
