import { createMessage } from '@flashpost/core/protocol'
import { FlashError } from '@flashpost/core'
import type { Message, MessageDraft } from '@flashpost/core'
import type { Addition } from '../backend.ts'
import type { Inbox, SendOptions } from '../inbox.ts'
import { checkSwitch, checkTime, checkWord, isText } from './checks.ts'
import type { Engine } from './engine.ts'
import type { Post } from './post.ts'
import { keyOf, keysOf } from './recipients.ts'

/** How many get a message in one transaction, so that others get their turn; and how long what is flashed waits, in milliseconds. */
const [batch, announceFor] = [500, 86_400_000]

/** Everything that brings messages. */
export function createSending(
  engine: Engine,
  post: Post,
): Pick<Inbox, 'send' | 'sendMany' | 'broadcast' | 'flash' | 'store'> {
  const { backend, now, arrivals, newEpoch, tell } = engine

  async function add(addition: Omit<Addition, 'now' | 'epoch' | 'toldUntil'>) {
    const isOpen = addition.transaction !== undefined
    const more = { now: arrivals.toUsers(), epoch: newEpoch(), toldUntil: post.lease(isOpen) }
    const added = await backend.add({ ...addition, ...more })
    const { users, tiding: id } = added
    if (!addition.isStored && users.length > 0) tell(users)
    post.sent(id === undefined ? id : { id, message: addition.body.message.id, users }, isOpen)
    return added
  }

  async function sendMany(users: readonly string[], prepared: Prepared, isStored = true) {
    const addition = { ...prepared, isStored }
    let [recipients, existing]: [number, string | undefined] = [0, undefined]
    for (let from = 0; from < users.length; from += batch) {
      const added = await add({ ...addition, users: users.slice(from, from + batch) })
      recipients += added.users.length
      existing ??= added.existing
    }
    const id = recipients === 0 ? existing : undefined
    return { id: id ?? addition.body.message.id, recipients }
  }

  return {
    async send(user, draft, options = {}) {
      const { id } = await sendMany([keyOf(user)], prepare(engine, draft, options))
      return { id }
    },
    sendMany: async (users, draft, options = {}) =>
      sendMany(keysOf(users), prepare(engine, draft, options)),
    async broadcast(draft, options = {}) {
      const prepared = prepare(engine, draft, options)
      const isOpen = prepared.transaction !== undefined
      const more = { now: arrivals.toEverybody(), toldUntil: post.lease(isOpen) }
      const { id, tiding } = await backend.broadcast({ ...prepared, ...more })
      const told = tiding === undefined ? tiding : { id: tiding, message: id, users: null }
      post.sent(told, isOpen)
      return { id }
    },
    async flash(recipient, draft) {
      const expiresAt = draft.expiresAt ?? now() + announceFor
      const { id } = await sendMany(
        [keyOf(recipient)],
        prepare(engine, { ...draft, expiresAt }, {}),
        false,
      )
      return { id }
    },
    async store(user, message, options = {}) {
      const expiresAt = checkTime('expiresAt', options.expiresAt) ?? message.expiresAt
      const kept = expiresAt === undefined ? message : { ...message, expiresAt }
      await sendMany([keyOf(user)], address(engine, kept, options))
    },
  }
}

type Prepared = ReturnType<typeof address>

function prepare(engine: Engine, draft: MessageDraft, options: SendOptions): Prepared {
  const expiresAt = checkTime('expiresAt', options.expiresAt) ?? draft.expiresAt
  const message = makeMessage(
    { ...draft, ...(expiresAt !== undefined && { expiresAt: Math.ceil(expiresAt) }) },
    engine.messages,
  )
  return address(engine, message, options)
}

/** What a message that was made needs on its way. */
function address({ now }: Engine, message: Message, options: SendOptions) {
  const at = checkTime('at', options.at)
  const topic = checkWord('topic', options.topic)
  return {
    body: { message, ...(topic !== null && { topic }) },
    isAnnounced: checkSwitch('announce', options.announce) ?? true,
    at: at !== null && at > now() ? at : null,
    dedupeKey: checkWord('dedupeKey', options.dedupeKey),
    ...(options.transaction !== undefined && { transaction: options.transaction }),
  }
}

/** @throws FlashError what `createMessage` throws, and `FLASH_ERR_FIELD` for texts that not every backend could hold */
function makeMessage(draft: MessageDraft, context: Engine['messages']): Message {
  const message = createMessage(draft, context)
  if (!message) throw refuseField('text', '')
  for (const field of ['tags', 'name', 'key'] as const)
    if (!isText(message[field] ?? '', Infinity)) throw refuseField(field, message[field])
  return message
}

function refuseField(field: string, value: unknown): Error {
  return new FlashError(
    'FLASH_ERR_FIELD',
    `The message's ${field} cannot be ${JSON.stringify(value)}.`,
    'Pass a text that is not empty, without U+0000 and halves of surrogate pairs.',
  )
}
