import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, place } from './support/page.ts'

test('a client that ends leaves no listener, timer, frame, observer, lock or channel behind', async () => {
  const counts = count()
  const server = createFakeServer(message('One'), message('Two'))
  server.intercept = ({ method }) =>
    method === 'POST' ? new Response('', { status: 500 }) : undefined
  const client = startClient({ fetch: server.fetch })
  const other = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client).length + texts(other).length).toBe(2))
  for (const each of [client, other]) {
    for (const shown of each.store.getState().messages) each.getMessageProps(shown).ref(place('p'))
    each.markShown(
      each.store
        .getState()
        .messages.slice(0, 1)
        .map(({ id }) => id),
    )
    void each.fetch('/api')
  }
  await frames(3)
  expect(counts.open()).not.toEqual({})
  for (const each of [client, other]) each.destroy()
  await vi.waitFor(() => expect(counts.open()).toEqual({}))
  await vi.waitFor(async () => expect(await locks()).toEqual([]))
})

test('a client that ends at once leaves nothing behind either', async () => {
  const counts = count()
  const server = createFakeServer(message('One'))
  const client = startClient({ fetch: server.fetch })
  const refreshing = client.refresh()
  client.destroy()
  await refreshing
  await frames(3)
  expect(counts.open()).toEqual({})
  expect(texts(client)).toEqual([])
  expect(await locks()).toEqual([])
})

async function locks(): Promise<readonly LockInfo[]> {
  const { held = [], pending = [] } = await navigator.locks.query()
  return [...held, ...pending]
}

/** Counts what is open and was made since. */
function count(): { open: () => Readonly<Record<string, number>> } {
  const open = new Map<string, Set<unknown>>()
  const add = (kind: string, key: unknown) => {
    const set = open.get(kind) ?? new Set()
    open.set(kind, set.add(key))
  }
  const remove = (kind: string, key: unknown) => open.get(kind)?.delete(key)
  const wrap = (name: 'setTimeout' | 'requestAnimationFrame', end: string) => {
    const begin = globalThis[name] as (work: (now: number) => void, after?: number) => number
    const cancel = Reflect.get(globalThis, end) as (id: unknown) => void
    replace(globalThis, name, (work: (now: number) => void, after?: number) => {
      const id = begin((now) => {
        remove(name, id)
        work(now)
      }, after)
      add(name, id)
      return id
    })
    replace(globalThis, end, (id: unknown) => {
      remove(name, id)
      cancel(id)
    })
  }
  wrap('setTimeout', 'clearTimeout')
  wrap('requestAnimationFrame', 'cancelAnimationFrame')

  // oxlint-disable-next-line typescript/unbound-method -- called with its owner below
  const listen = EventTarget.prototype.addEventListener
  replace(
    EventTarget.prototype,
    'addEventListener',
    function (this: EventTarget, ...args: Parameters<typeof listen>) {
      const [type, , options] = args
      const signal = typeof options === 'object' ? options.signal : undefined
      if (['visibilitychange', 'pagehide', 'pageshow', 'online'].includes(type)) {
        const key = {}
        add(type, key)
        if (signal) listen.call(signal, 'abort', () => remove(type, key))
      }
      listen.apply(this, args)
    },
  )
  const Channel = BroadcastChannel
  replace(
    globalThis,
    'BroadcastChannel',
    class extends Channel {
      constructor(name: string) {
        super(name)
        add('channel', this)
      }
      override close() {
        remove('channel', this)
        super.close()
      }
    },
  )
  const Observer = IntersectionObserver
  replace(
    globalThis,
    'IntersectionObserver',
    class extends Observer {
      override observe(target: Element) {
        add('observer', this)
        super.observe(target)
      }
      override disconnect() {
        remove('observer', this)
        super.disconnect()
      }
    },
  )
  return {
    open: () =>
      Object.fromEntries([...open].flatMap(([kind, { size }]) => (size > 0 ? [[kind, size]] : []))),
  }
}

function replace(owner: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { configurable: true, writable: true, value })
  onTestFinished(() => {
    if (before) Object.defineProperty(owner, name, before)
    else Reflect.deleteProperty(owner, name)
  })
}
