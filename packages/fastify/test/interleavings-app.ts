import cookie from '@fastify/cookie'
import { whenReady } from '@flashpost/core/protocol'
import flashpost, { fallbackStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import {
  createNeighbourStore,
  createSilence,
  neighbourStorage,
  storageTimeout,
  troubleOf,
} from './interleavings-neighbour.ts'
import { addPage, cutOff } from './interleavings-pages.ts'
import type { Gates } from './interleavings-pages.ts'
import type { Told } from './interleavings-told.ts'

/** A storage, as the interleavings see it. */
export interface Ground {
  /** Makes the storages for one process. */
  readonly create: () => readonly FlashStorage[]
  /** Registers what the storage needs. Another app of the same host has it under other names. */
  readonly before?: (app: FastifyInstance, isForeign: boolean) => unknown
  readonly after?: (app: FastifyInstance, isForeign: boolean) => unknown
  /** Is settled when what is forgotten after a response was sent is forgotten. */
  readonly idle?: () => Promise<unknown>
  /** Whether no other storage can come before it. */
  readonly comesFirst?: boolean
  /** Whether there is no other beside it, since it takes its own time. */
  readonly isAlone?: boolean
}

const secrets = ['one', 'two', 'three'].map(
  (word) => `${word} is a secret of more than 32 characters`,
)
const foreignSecret = 'a secret of the other app, of more than 32 characters'

/** How many times a key is rolled out at most: each takes a step in which both keys are about, and one to end that. */
export const lastPosition = (secrets.length - 1) * 2

/** Two processes for each generation of keys, which sign with the newest and verify with all before; and another app. */
export async function createProcesses(ground: Ground, gates: Gates, told: Told) {
  const silence = createSilence()
  const stores = [createNeighbourStore(), createNeighbourStore()]
  const create = (secret: readonly string[], place: number, isForeign: boolean) => {
    const beside = neighbourStorage(stores[Number(isForeign)]!, told, silence)
    const tested = ground.create().map((storage) => observe(storage, told))
    const isBehind = place === 0 || ground.comesFirst
    const parts = isBehind ? [...tested, beside] : [beside, ...tested]
    const storage = fallbackStorage(ground.isAlone ? tested : parts)
    return createProcess({ ground, gates, told, secret, storage, isForeign })
  }
  const pair = async (secret: readonly string[], isForeign: boolean) => [
    await create(secret, 0, isForeign),
    await create(secret, 1, isForeign),
  ]
  const own: (readonly FastifyInstance[])[] = []
  for (let generation = 1; generation <= secrets.length; generation++) {
    own.push(await pair(secrets.slice(0, generation).toReversed(), false))
  }
  return { own, foreign: await pair([foreignSecret], true), silence }
}

/** Has a storage tell what it holds. */
function observe(storage: FlashStorage, told: Told): FlashStorage {
  return {
    ...storage,
    add: (context, messages) => {
      const trouble = troubleOf(context)
      if (trouble === 'overflows' || trouble === 'keeps') return messages
      return whenReady(storage.add(context, messages), (rest) => {
        for (const pending of messages)
          if (!rest.includes(pending)) told.held(pending.message.id, false)
        return rest
      })
    },
  }
}

interface ProcessOptions {
  readonly ground: Ground
  readonly gates: Gates
  readonly told: Told
  readonly secret: readonly string[]
  readonly storage: FlashStorage
  readonly isForeign: boolean
}

async function createProcess(options: ProcessOptions): Promise<FastifyInstance> {
  const { ground, gates, told, secret, storage, isForeign } = options
  const app = Fastify()
  await app.register(cookie)
  await ground.before?.(app, isForeign)
  await app.register(flashpost, {
    secret,
    storage,
    storageTimeout,
    user: ({ headers }) => (headers['x-user'] as string | undefined) ?? null,
  })
  await ground.after?.(app, isForeign)
  cutOff(app)
  addPage(app, gates)
  await app.ready()
  app.flashpost.on('added', ({ message }) => told.added(message.text, message.id))
  app.flashpost.on('dropped', ({ message, reason }) => told.dropped(message.id, reason))
  return app
}
