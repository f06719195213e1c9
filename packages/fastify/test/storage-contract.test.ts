import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { FlashContext, FlashStorage, PendingMessage } from '@flashpost/fastify'
import { testStorage } from '@flashpost/fastify/testing'
import { describe, expect, test } from 'vitest'

/** One cookie with all messages: wrong, and the base of what is wrong in other ways. */
function oneCookie(): FlashStorage {
  const read = ({ cookies }: FlashContext): readonly PendingMessage[] =>
    [...cookies.read('all').values()]
      .flatMap((value) => value.split('~'))
      .flatMap((line) => decodePending(Buffer.from(line, 'base64url').toString()) ?? [])
  const write = ({ cookies }: FlashContext, all: readonly PendingMessage[]): void => {
    const lines = all.map((each) => Buffer.from(encodePending(each)).toString('base64url'))
    if (lines.length > 0) cookies.set('all', lines.join('~'))
    else cookies.remove('all')
  }
  return {
    name: 'one cookie',
    read,
    add(context, messages) {
      write(context, [...read(context), ...messages])
      return []
    },
    remove(context, ids) {
      const rest = read(context).filter(({ message }) => !ids.includes(message.id))
      if (rest.length < read(context).length) write(context, rest)
    },
  }
}

const list = new Map<string, PendingMessage>()
const oneList: FlashStorage = {
  name: 'one list',
  read: () => [...list.values()],
  add(_, messages) {
    for (const pending of messages) list.set(pending.message.id, pending)
    return []
  },
  remove: (_, ids) => ids.forEach((id) => list.delete(id)),
}

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
      const storage = oneCookie()
      return {
        ...storage,
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
      const storage = oneCookie()
      const thin = ({ message }: PendingMessage): PendingMessage => ({
        message: { ...message, data: undefined, params: undefined },
      })
      return { ...storage, add: (context, messages) => storage.add(context, messages.map(thin)) }
    },
    finds: 'every field comes back as it was added',
  },
  'forgets to remove': {
    create: () => ({ ...oneCookie(), remove() {} }),
    finds: 'what is acknowledged is gone, and the rest waits',
  },
}

describe('the contract finds a storage that', () => {
  test.each(Object.keys(faults))('%s', async (fault) => {
    const { create, finds } = faults[fault]!
    const cases = new Map<string, () => Promise<void>>()
    testStorage({ test: (name, body) => cases.set(name, body), create })
    await expect(cases.get(finds)!()).rejects.toHaveProperty('code', 'ERR_ASSERTION')
  })
})
