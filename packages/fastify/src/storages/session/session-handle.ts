import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'
import type { RegenerableSession } from './take-along.ts'

/** The one key of a visitor's session that is used, whichever plugin the session is of. */
export interface SessionHandle {
  readonly session: RegenerableSession
  /** Whether the session still lasts; the app may have deleted it. */
  isOpen(): boolean
  get(): unknown
  /** Changes the session. The plugin's own hook saves it, if it is still to run. */
  set(value: unknown): void
  /** Whether one more text leaves the session small enough to reach the visitor's next request. */
  hasRoom(line: string): boolean
  /** Has the plugin's hook, which runs before ours, write what {@link SessionHandle.save} needs to be there. */
  prepare(reason: 'add' | 'remove'): void
  /**
   * Saves what was changed after the plugin's hook has run. When that is impossible, the visitor's next request brings
   * the session as it was, `unsaved`, or none, `gone`.
   * @param before what the key held when the request came
   */
  save(reply: FastifyReply, before: unknown): Awaitable<'saved' | 'unsaved' | 'gone'>
}
