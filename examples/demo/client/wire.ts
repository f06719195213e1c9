/** One request that had to do with messages. */
export interface Exchange {
  readonly id: number
  readonly method: string
  readonly path: string
  /** The status of the answer; `undefined` when none came. */
  readonly status: number | undefined
  /** How many messages the answer has brought that no other had before. */
  readonly brought: number
  /** How many messages the request has acknowledged. */
  readonly acknowledged: number
}

/** A `fetch` that keeps a log. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch
  /** The latest exchanges, newest first. */
  readonly log: () => readonly Exchange[]
  readonly subscribe: (listener: () => void) => () => void
}

const length = 60

export function createWire(): Wire {
  const listeners = new Set<() => void>()
  const known = new Set<string>()
  let log: readonly Exchange[] = []
  let id = 0

  return {
    log: () => log,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async fetch(input, init) {
      const request = {
        id: id++,
        method: init?.method ?? 'GET',
        path: new URL(input instanceof Request ? input.url : input, location.href).pathname,
        acknowledged: countAcknowledged(init),
      }
      const note = (status: number | undefined, ids: readonly string[]) => {
        const brought = ids.filter((each) => !known.has(each)).length
        for (const each of ids) known.add(each)
        log = [{ ...request, status, brought }, ...log].slice(0, length)
        for (const listener of listeners) listener()
      }
      try {
        const response = await fetch(input, init)
        note(response.status, await idsIn(response))
        return response
      } catch (error) {
        note(undefined, [])
        throw error
      }
    },
  }
}

function countAcknowledged(init: RequestInit | undefined): number {
  const header = new Headers(init?.headers).get('Flash-Used')
  if (header) return header.split(' ').length
  const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as { ids?: [] }) : {}
  return body.ids?.length ?? 0
}

// A message waits until it is acknowledged, so that several answers may bring it.
async function idsIn(response: Response): Promise<readonly string[]> {
  const header = response.headers.get('Flash-Messages')
  if (header) {
    const items = JSON.parse(header) as readonly { readonly i?: string }[]
    return items.flatMap(({ i }) => i ?? [])
  }
  if (!response.url.endsWith('/messages')) return []
  const { messages } = (await response.clone().json()) as { messages: readonly { id: string }[] }
  return messages.map((message) => message.id)
}
