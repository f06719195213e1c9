export { createLevels, defaultLimits, defineMessages, FlashError, levels } from '@flashpost/core'
export type * from '@flashpost/core'
// What a storage of one's own writes messages with.
export { decodePending, encodePending } from '@flashpost/core/protocol'
export type {
  DeliveryLimits,
  DropReason,
  InboxLike,
  KeepOptions,
  KeptDraft,
  MessageFilter,
} from '@flashpost/core/protocol'
export { default, flashpost } from './plugin.ts'
export { flash } from './api/flash.ts'
export type { Flash, FlashOptions, ReplyOptions } from './api/flash.ts'
export type { Flashpost } from './api/flashpost.ts'
export type { FlashpostOptions } from './api/options.ts'
export type { RequestMessages } from './api/request-messages.ts'
export type { RouteFlash } from './api/route-flash.ts'
export type { FlashChannelMessage, FlashListener, FlashSignals } from './api/signals.ts'
export type { CookieSettings } from './http/cookie-attributes.ts'
export type { LiveOptions } from './live/live-options.ts'
export type { ReplyToOptions } from './live/reply-to.ts'
export { cookieStorage } from './storages/cookie/cookie-storage.ts'
export type { CookieStorageOptions } from './storages/cookie/cookie-storage.ts'
export { fallbackStorage } from './storages/fallback.ts'
export { sessionStorage } from './storages/session/session-storage.ts'
export type { SessionStorageOptions } from './storages/session/session-storage.ts'
export type {
  AddedMessage,
  FlashContext,
  FlashStorage,
  StorageTiming,
  VisitorCookies,
} from './storages/storage.ts'
export { memoryStore } from './storages/store/memory.ts'
export type { MemoryStoreOptions } from './storages/store/memory.ts'
export type { Lines, MessageStore } from './storages/store/message-store.ts'
export { postgresStore } from './storages/store/postgres.ts'
export type { PostgresQuery, PostgresStoreOptions } from './storages/store/postgres.ts'
export { redisStore } from './storages/store/redis.ts'
export type {
  IoRedisClient,
  NodeRedisClient,
  RedisScriptOptions,
  RedisStoreOptions,
} from './storages/store/redis.ts'
export { sqliteStore } from './storages/store/sqlite.ts'
export type {
  SqliteDatabase,
  SqliteStatement,
  SqliteStoreOptions,
  SqliteValue,
} from './storages/store/sqlite.ts'
export { storeStorage } from './storages/store/store-storage.ts'
export type { StoreStorageOptions } from './storages/store/store-storage.ts'
import './api/augment.ts'
