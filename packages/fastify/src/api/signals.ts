import { channel } from 'node:diagnostics_channel'
import type { Message } from '@flashpost/core'
import { createEmitter, onChannels } from '@flashpost/core/protocol'
import type { DropReason, Emitter, ExchangeSignals, Listener } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { Owners } from '../owners.ts'
import type { StorageFailure } from '../storages/chain/caller.ts'

/** What an app can listen to. Node's `diagnostics_channel` carries each as `flashpost:<signal>`. */
export interface FlashSignals extends ExchangeSignals<FastifyRequest> {
  /**
   * A cookie with the name of ours has a signature that is not: it is another app's, of a process with another secret, or
   * tampered with. It yields nothing.
   */
  refused: { readonly cookie: string; readonly request: FastifyRequest }
  /** A message was to be kept in the inbox of a user, and nobody is signed in. It is shown all the same. */
  unstored: { readonly message: Message; readonly request: FastifyRequest }
  /** A storage has thrown or has not answered in time. The next one was tried. */
  failed: StorageFailure
}

/** Is told of a signal. What it throws, at once or later, is logged and reaches nobody. */
export type FlashListener<Name extends keyof FlashSignals> = Listener<FlashSignals[Name]>

/** What tools are told on a channel: the signal, and whose request it was. */
export type FlashChannelMessage<Name extends keyof FlashSignals> = FlashSignals[Name] & {
  /** The user whom the option `user` has answered; `undefined` for an anonymous visitor. */
  readonly user: string | undefined
}

/** What an app has meant to happen; everything else that is lost was meant to be seen. */
const meant: ReadonlySet<DropReason> = new Set(['replaced', 'cleared'])

const explanations: Readonly<Record<DropReason, string>> = {
  full: 'full, no storage could hold it',
  owner: 'owner, another user has signed in',
  expired: 'expired, its time was over before anybody saw it',
  replaced: 'replaced, a later one has its key',
  failed: 'failed, the request that added it did not succeed',
  cleared: 'cleared, the app asked for it',
  hijacked: 'hijacked, the app wrote the answer itself, past Fastify',
  late: 'late, the head of the answer had left; add it before the answer is sent',
}

/**
 * Makes the signals of one app. The log tells of messages that are lost and storages that fail, whoever listens. Channels are the
 * process's: tools that follow all of its apps listen there.
 */
export function createSignals(userOf: Owners['userOf']): Emitter<FlashSignals> {
  const emitter = createEmitter<FlashSignals>((error, signal, { request }) => {
    request.log.error({ err: error, signal }, 'a listener of Flashpost failed')
  })
  emitter.on('dropped', ({ message: { id, level }, reason, request }) => {
    request.log[meant.has(reason) ? 'debug' : 'warn'](
      { message: id, messageLevel: level, reason },
      `Flashpost dropped a message: ${explanations[reason]}`,
    )
  })
  emitter.on('unstored', ({ message: { id }, request }) => {
    request.log.debug({ message: id }, 'Flashpost stored no message: nobody is signed in')
  })
  emitter.on('failed', ({ storage, operation, error, request }) => {
    request.log.error({ err: error, storage, operation }, 'a storage of Flashpost failed')
  })
  return onChannels(
    emitter,
    (name) => channel(`flashpost:${name}`),
    (signal) => ({ ...signal, user: userOf(signal.request) }),
  )
}
