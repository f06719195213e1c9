import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyInstance } from 'fastify'
import type { FlashStorage } from '../../storages/storage.ts'

/** What the contract has to know of a storage. */
export interface StorageUnderTest {
  /**
   * Makes the storage. It is called twice for each test, for two processes of one app: what is made must share what such
   * processes share, a database, and nothing else.
   */
  readonly create: () => Awaitable<FlashStorage>
  /** Registers what the storage needs to be there before Flashpost. */
  readonly before?: (app: FastifyInstance) => Awaitable<unknown>
  /** Registers what the storage needs to be there after Flashpost. */
  readonly after?: (app: FastifyInstance) => Awaitable<unknown>
}
