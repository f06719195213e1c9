import { decodeScript, scriptId } from '@flashpost/core'
import type { Message, MessagesBody } from '@flashpost/core'
import { createAcknowledgements } from './acknowledgements.ts'
import type { MessagesClientOptions } from './options.ts'
import { createTab } from './tab.ts'
import { createTask } from './task.ts'
import { createTransport } from './transport.ts'

/** Where a courier delivers. */
export interface Recipient {
  deliver(messages: readonly Message[]): void
  /** A message is lost on the server. */
  drop(): void
}

/** Brings messages from the server, and tells the server which were shown. */
export interface Courier {
  readonly fetch: typeof globalThis.fetch
  acknowledge(ids: readonly string[]): void
  /** Takes what waits for a new document: from the document itself if it carries messages, else from the endpoint. */
  hydrate(): void
  /** Asks the endpoint for what waits. */
  refresh(): void
  /** The same, for a document that was shown before. */
  reopen(): void
  /** Sends what is to be acknowledged, in a way that outlives the page. */
  flush(): void
  /** The network is back. */
  retry(): void
  stop(): void
}

export function createCourier(
  options: MessagesClientOptions,
  createId: () => string,
  recipient: Recipient,
): Courier {
  const { url = '/messages', acknowledgeDelay = 100 } = options
  const tab = createTab(`flashpost ${url}`, createId)
  // Whether the next pull is the first of a new document, and whether more waits than the endpoint gives at once.
  let opening = false
  let more = false

  const receive = (body: MessagesBody) => {
    const again = body.messages.filter(({ id }) => tab.hasShown(id))
    acknowledgements.add(again.map(({ id }) => id))
    recipient.deliver(body.messages.filter((message) => !again.includes(message)))
    if (body.dropped) recipient.drop()
  }
  const pulling = createTask(async () => {
    const body = await transport.pull(opening)
    if (!body) return false
    opening = false
    more = body.more
    receive(body)
    return true
  }, 0)
  const transport = createTransport({ ...options, url, tab: tab.id }, (body, ridden, confirmed) => {
    receive(body)
    if (body.more) pulling.schedule()
    acknowledgements.arrive(ridden, confirmed)
  })
  const acknowledgements = createAcknowledgements(transport.post, acknowledgeDelay, () => {
    if (more) pulling.schedule()
  })

  return {
    fetch: (...request) => transport.fetch(acknowledgements.ride, ...request),
    acknowledge(ids) {
      const fresh = ids.filter((id) => !tab.hasShown(id))
      if (fresh.length === 0) return
      tab.remember(fresh)
      acknowledgements.add(fresh)
    },
    hydrate() {
      const script = document.getElementById(scriptId)
      const body = script && decodeScript(script.textContent)
      if (body) receive(body)
      opening = true
      if (!body || body.more) pulling.now()
    },
    refresh: pulling.now,
    reopen() {
      opening = true
      pulling.now()
    },
    flush: acknowledgements.flush,
    retry() {
      acknowledgements.retry()
      pulling.retry()
    },
    stop() {
      acknowledgements.flush()
      acknowledgements.stop()
      pulling.stop()
    },
  }
}
