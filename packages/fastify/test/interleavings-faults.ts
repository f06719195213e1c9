import { decodePending, encodePending } from '@flashpost/core/protocol'
import { cookieStorage } from '@flashpost/fastify'
import type { FlashContext, FlashStorage, PendingMessage } from '@flashpost/fastify'

/** Storages with a fault each, and what the model is to say of it. */
export const faults: Readonly<Record<string, { create: () => FlashStorage; finds: RegExp }>> = {
  'rewrites one cookie': { create: oneCookie, finds: /is lost|comes back|times/ },
  'does not take back what an answer has removed that did not leave': {
    create: sticksToDecisions,
    finds: /is lost/,
  },
  'clears the cookies of other apps': {
    create: clearsForeign,
    finds: /is cleared by who cannot read it/,
  },
}

/** Cookies that stay cleared when a later answer takes the place of the one that showed them. */
function sticksToDecisions(): FlashStorage {
  const storage = cookieStorage({ budget: 12_288 })
  return { ...storage, timing: { ...storage.timing, reopen: () => undefined } }
}

/** Cookies as they were once: what has our name and not our signature is thrown away. */
function clearsForeign(): FlashStorage {
  const storage = cookieStorage({ budget: 12_288 })
  return {
    ...storage,
    read(context) {
      const { request, cookies: jar } = context
      const readable = jar.read('flash-')
      const names = request.headers.cookie?.match(/flash-[^=;]+/g) ?? []
      for (const name of names) if (!readable.has(name)) jar.remove(name)
      return storage.read(context)
    },
  }
}

/** What every flash library does: all messages in one cookie, of which the last response to arrive decides. */
function oneCookie(): FlashStorage {
  const read = ({ cookies: jar }: FlashContext): PendingMessage[] =>
    [...jar.read('all').values()]
      .flatMap((value) => value.split('~'))
      .flatMap((line) => decodePending(Buffer.from(line, 'base64url').toString()) ?? [])
  const write = ({ cookies: jar }: FlashContext, all: readonly PendingMessage[]) => {
    const lines = all.map((each) => Buffer.from(encodePending(each)).toString('base64url'))
    if (lines.length > 0) jar.set('all', lines.join('~'))
    else jar.remove('all')
  }
  return {
    name: 'one cookie',
    read,
    add(context, messages) {
      write(context, [...read(context), ...messages])
      return []
    },
    remove(context, ids) {
      write(
        context,
        read(context).filter(({ message }) => !ids.includes(message.id)),
      )
    },
  }
}
