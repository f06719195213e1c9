import { decodePending, encodePending } from '@flashpost/core/protocol'
import { cookieStorage } from '@flashpost/fastify'
import type { FlashContext, FlashStorage, PendingMessage } from '@flashpost/fastify'
import { testStorage } from '@flashpost/fastify/testing'
import { describe, expect, test } from 'vitest'

function readCookie({ cookies }: FlashContext): readonly PendingMessage[] {
  return [...cookies.read('all').values()]
    .flatMap((value) => value.split('~'))
    .flatMap((line) => decodePending(Buffer.from(line, 'base64url').toString()) ?? [])
}

/** One cookie with all messages: wrong, and the base of what is wrong in other ways. */
function oneCookie(): FlashStorage {
  const write = ({ cookies }: FlashContext, all: readonly PendingMessage[]): void => {
    const lines = all.map((each) => Buffer.from(encodePending(each)).toString('base64url'))
    if (lines.length > 0) cookies.set('all', lines.join('~'))
    else cookies.remove('all')
  }
  return {
    name: 'one cookie',
    read: readCookie,
    timing: { leavesWith: 'response' },
    add(context, messages) {
      write(context, [...readCookie(context), ...messages])
      return []
    },
    remove(context, ids) {
      const rest = readCookie(context).filter(({ message }) => !ids.includes(message.id))
      if (rest.length < readCookie(context).length) write(context, rest)
    },
  }
}

/** A list in memory for whoever has the same key. */
function listFor(keyOf: (context: FlashContext) => string): FlashStorage {
  const lists = new Map<string, Map<string, PendingMessage>>()
  const listOf = (context: FlashContext) => {
    const key = keyOf(context)
    const list = lists.get(key) ?? new Map<string, PendingMessage>()
    lists.set(key, list)
    return list
  }
  return {
    name: 'list',
    read: (context) => [...listOf(context).values()],
    add(context, messages) {
      for (const pending of messages) listOf(context).set(pending.message.id, pending)
      return []
    },
    remove: (context, ids) => ids.forEach((id) => listOf(context).delete(id)),
  }
}

const oneList = listFor(() => 'everybody')
const listPerUser = listFor(({ user }) => user ?? 'nobody')

const faults: Record<string, { create: () => FlashStorage; finds: string }> = {
  'rewrites what it has read': {
    create: oneCookie,
    finds: 'add ∥ add: twenty messages that are added at once all wait',
  },
  'brings back what an older answer held': {
    create: oneCookie,
    finds: 'add ∥ remove: what is added while a page shows the last message waits',
  },
  'takes more than it can hold': {
    create: oneCookie,
    finds: 'what does not fit is given back, and the rest is kept',
  },
  'writes when it is read': {
    create: () => {
      const storage = cookieStorage()
      return {
        ...storage,
        mayHold: () => true,
        read(context) {
          context.cookies.set('seen', '1')
          return storage.read(context)
        },
      }
    },
    finds: 'where nothing waits, nothing is written',
  },
  'serves everybody from one list': {
    create: () => oneList,
    finds: 'two visitors know nothing of each other',
  },
  'keeps the text and nothing else': {
    create: () => {
      const storage = cookieStorage()
      const thin = ({ message }: PendingMessage): PendingMessage => ({
        message: { ...message, data: undefined, params: undefined },
      })
      return { ...storage, add: (context, messages) => storage.add(context, messages.map(thin)) }
    },
    finds: 'every field comes back as it was added',
  },
  'forgets for whom a message waits': {
    create: () => {
      const storage = cookieStorage()
      const bare = ({ message }: PendingMessage): PendingMessage => ({ message })
      return { ...storage, add: (context, messages) => storage.add(context, messages.map(bare)) }
    },
    finds: 'an owner and a tab are kept with a message',
  },
  'gives back what it holds already': {
    create: () => {
      const storage = cookieStorage()
      return {
        ...storage,
        async add(context, messages) {
          const held = new Set((await storage.read(context)).map(({ message }) => message.id))
          const rest = await storage.add(context, messages)
          return [...rest, ...messages.filter(({ message }) => held.has(message.id))]
        },
      }
    },
    finds: 'what is added twice is there once',
  },
  'knows a visitor by the user alone': {
    create: () => listPerUser,
    finds:
      'what waits for a visitor waits for the user who signs in, and the storage is told who that is',
  },
  'forgets what was shown, and keeps what was given up': {
    create: () => {
      const storage = cookieStorage()
      return {
        ...storage,
        remove: (context, ids, why) =>
          why === 'shown' ? storage.remove(context, ids, why) : undefined,
      }
    },
    finds: 'what goes is said to be shown or given up, and is gone',
  },
  'says that nothing can wait in it': {
    create: () => ({ ...cookieStorage(), mayHold: () => false }),
    finds: 'what is added waits for the next request, and is gone once it was read',
  },
  'takes nothing back for another answer': {
    create: () => ({ ...cookieStorage(), timing: { leavesWith: 'response' } }),
    finds: 'a page that another answer takes the place of has used nothing',
  },
  ...ill('throws', () => {
    throw new Error('ill')
  }),
  ...ill('never answers', () => new Promise<never>(() => {})),
  'forgets to remove': {
    create: () => ({ ...cookieStorage(), remove() {} }),
    finds: 'what is acknowledged is gone, and the rest waits',
  },
}

/** A storage of which one member does nothing but what is said. */
function ill(does: string, what: () => never | Promise<never>): typeof faults {
  const finds = 'every member does its work in time, and none throws'
  const { timing } = cookieStorage()
  const members: Record<string, () => Partial<FlashStorage>> = {
    'is read': () => ({ read: what }),
    'is added to': () => ({ add: what }),
    'is removed from': () => ({ remove: what }),
    'is asked what it may hold': () => ({ mayHold: what as () => never }),
    'is told what to expect': () => ({ timing: { ...timing, expect: () => void what() } }),
    'is to save': () => ({ timing: { ...timing, commit: what } }),
    'is to take back what it removed': () => ({
      timing: { ...timing, reopen: () => void what() },
    }),
  }
  const asked =
    does === 'throws'
      ? Object.keys(members)
      : ['is read', 'is added to', 'is removed from', 'is to save']
  return Object.fromEntries(
    asked.map((when) => [
      `${does} when it ${when}`,
      { create: () => ({ ...cookieStorage(), ...members[when]!() }), finds },
    ]),
  )
}

describe('the contract finds a storage that', () => {
  test.each(Object.keys(faults))('%s', async (fault) => {
    const { create, finds } = faults[fault]!
    const cases = new Map<string, () => Promise<void>>()
    testStorage({ test: (name, body) => cases.set(name, body), create })
    await expect(cases.get(finds)!()).rejects.toHaveProperty('code', 'ERR_ASSERTION')
  })
})
