import type { Message, SiftReason } from '@flashpost/core'
import type { FastifyRequest } from 'fastify'

/**
 * Why a message was lost:
 * `full`, no storage could hold it · `owner`, another user signed in · `expired`, its time was over · `replaced`, a
 * later one has its key · `failed`, the request that added it answered with a 5xx ·
 * `cleared`, the app cleared it · `hijacked`, the app wrote the answer itself, past Fastify · `late`, the answer had its
 * headers already: an `onSend` hook that adds messages has to be added before Flashpost is registered.
 */
export type DropReason = SiftReason | 'full' | 'failed' | 'cleared' | 'hijacked' | 'late'

/** What an app can listen to. */
export interface FlashSignals {
  /** A message was added by a request. */
  added: { readonly message: Message; readonly request: FastifyRequest }
  /** Messages left with a response, and still wait. */
  offered: { readonly messages: readonly Message[]; readonly request: FastifyRequest }
  /** Messages were shown: a client has acknowledged them, or a template has rendered them. */
  used: {
    readonly ids: readonly string[]
    readonly by: 'client' | 'template'
    readonly request: FastifyRequest
  }
  /** A message is lost. */
  dropped: {
    readonly message: Message
    readonly reason: DropReason
    readonly request: FastifyRequest
  }
  /** A cookie with the name of ours has a signature or a form that is not. It yields nothing, and is cleared. */
  refused: { readonly cookie: string; readonly request: FastifyRequest }
}

/** Is told of a signal. What it throws is logged and reaches nobody. */
export type FlashListener<Name extends keyof FlashSignals> = (signal: FlashSignals[Name]) => void

/** The signals of one app. */
export interface Signals {
  /** @returns how to stop listening */
  on<Name extends keyof FlashSignals>(name: Name, listener: FlashListener<Name>): () => void
  emit<Name extends keyof FlashSignals>(name: Name, signal: FlashSignals[Name]): void
}

/** Makes the signals of one app. */
export function createSignals(): Signals {
  const listeners: { [Name in keyof FlashSignals]: Set<FlashListener<Name>> } = {
    added: new Set(),
    offered: new Set(),
    used: new Set(),
    dropped: new Set(),
    refused: new Set(),
  }
  return {
    on(name, listener) {
      listeners[name].add(listener)
      return () => void listeners[name].delete(listener)
    },
    emit(name, signal) {
      for (const listener of listeners[name]) {
        try {
          listener(signal)
        } catch (error) {
          signal.request.log.error({ err: error, signal: name }, 'a listener of Flashpost failed')
        }
      }
    },
  }
}
