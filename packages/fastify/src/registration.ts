import { createRegistration as createShared } from '@flashpost/core/protocol'
import type { Emitter, Registration as Shared } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { Settings } from './api/options.ts'
import { createSignals } from './api/signals.ts'
import type { FlashSignals } from './api/signals.ts'
import { createBrokenStreams } from './http/broken-streams.ts'
import { createAttributesFinder } from './http/cookie-attributes.ts'
import type { CookiesOptions } from './http/cookies.ts'
import { createSigner } from './http/signer.ts'
import { createReplyBoxes } from './live/reply-boxes.ts'
import type { ReplyBoxes } from './live/reply-boxes.ts'
import { createStreams } from './live/streams.ts'
import type { Streams } from './live/streams.ts'
import { createOwners } from './owners.ts'
import type { Owners } from './owners.ts'
import { createChain } from './storages/chain/chain.ts'
import type { Chain } from './storages/chain/chain.ts'
import { fallbackStorage } from './storages/fallback.ts'
import { createInboxStorage } from './storages/inbox.ts'
import { createRepliesStorage } from './storages/replies.ts'
import { createRecentIds } from './storages/recent-ids.ts'
import type { FlashStorage } from './storages/storage.ts'

/** What all requests of one registration share. */
export interface Registration {
  readonly settings: Settings
  readonly signals: Emitter<FlashSignals>
  /** What their exchanges share. */
  readonly shared: Shared<FastifyRequest>
  readonly cookies: CookiesOptions
  readonly owners: Owners
  readonly chain: Chain
  /** Where jobs answer visitors who have not signed in; `undefined` without an inbox. */
  readonly replyBoxes: ReplyBoxes | undefined
  /** The open live streams; `undefined` where there are none to be. */
  readonly streams: Streams | undefined
}

/** Sets up one registration. */
export function createRegistration(settings: Settings): Registration {
  const owners = createOwners(settings.user)
  const signals = createSignals(owners.userOf)
  const shared = createShared(settings, signals, {
    now: () => Date.now(),
    fill: createRandomSource(),
  })
  const replyBoxes = settings.inbox && createReplyBoxes()
  return {
    settings,
    signals,
    shared,
    cookies: {
      attributes: createAttributesFinder(settings.cookie, settings.maxAge),
      signer: createSigner(settings.secrets, 'flashpost cookie'),
      headLimit: shared.limits.head,
      broken: createBrokenStreams(10_000),
      refused: (cookie, request) => signals.emit('refused', { cookie, request }),
    },
    owners,
    replyBoxes,
    streams: settings.inbox && settings.live && createStreams(settings.live),
    chain: createChain(withInbox(settings, owners, shared, signals, replyBoxes), {
      timeLimit: settings.storageTimeout,
      shown: createRecentIds(10_000),
      report: (failure) => signals.emit('failed', failure),
    }),
  }
}

/** The app's storage, and its inbox as one more. */
function withInbox(
  { storage, inbox, storeLevels, announceReads }: Settings,
  owners: Owners,
  { levels }: Shared<FastifyRequest>,
  signals: Emitter<FlashSignals>,
  replyBoxes: ReplyBoxes | undefined,
): FlashStorage {
  if (!inbox || !replyBoxes) return storage
  const kept = createInboxStorage({
    inbox,
    owners,
    storeLevels: new Set(storeLevels.map((level) => levels.number(level))),
    announceReads,
    unstored: ({ message }, request) => signals.emit('unstored', { message, request }),
  })
  return fallbackStorage([storage, kept, createRepliesStorage(inbox, replyBoxes)])
}

/** Random bytes from a pool: to ask the system for a few takes as long as for a few hundred. */
function createRandomSource(): (bytes: Uint8Array) => void {
  const pool = new Uint8Array(4_096)
  let next = pool.length
  return (bytes) => {
    if (next + bytes.length > pool.length) {
      crypto.getRandomValues(pool)
      next = 0
    }
    for (let index = 0; index < bytes.length; index++) bytes[index] = pool[next++]!
  }
}
