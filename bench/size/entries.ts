/** One thing to weigh: what an app would write to have it. */
export interface Entry {
  readonly name: string
  readonly code: string
  /** Its own style sheet. */
  readonly css?: string
}

const lazy = `export { createMessagesClient, MessagesProvider, useMessages, LazyToaster } from '@flashpost/react'`

const styles = '@flashpost/react/styles.css'

/** Flashpost, by how much of it an app uses. */
export const parts = {
  client: {
    name: '@flashpost/react/client',
    code: `export { createMessagesClient } from '@flashpost/react/client'`,
  },
  hook: {
    name: 'useMessages, store, transport',
    code: `export { createMessagesClient, MessagesProvider, useMessages } from '@flashpost/react'`,
  },
  lazy: { name: 'the same with <LazyToaster/>, before its first message', code: lazy },
  toaster: {
    name: 'the same with <Toaster/>',
    code: `export { createMessagesClient, MessagesProvider, Toaster, useMessages } from '@flashpost/react'`,
    css: styles,
  },
} as const satisfies Readonly<Record<string, Entry>>

const core = `export {
  applyChanges, attempt, checkInboxFilter, compareItems, createInboxMatcher, createTargetMatcher, decodeRevision,
  encodeRevision, includesState, isJsonObject, isSameInbox, isStateOnly, isUpTo, markItem, parseJson, stateOf, writeInboxQuery,
} from '@flashpost/core/protocol'
export { QueryClient, QueryClientProvider, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
export { createMessagesClient, MessagesProvider, useMessages } from '@flashpost/react'`

const hooks = `inboxCountsOptions, inboxQueryOptions, useInbox, useInboxCounts, useInboxMarks`

/** The inbox, by how much of it an app uses, and what it stands on. */
export const inboxParts = {
  base: { name: 'useMessages, the rules of inboxes, TanStack Query', code: core },
  headless: {
    name: 'the same with the hooks of ./inbox',
    code: `${core}; export { ${hooks} } from '@flashpost/react/inbox'`,
  },
  inbox: {
    name: 'the same with <Inbox/>',
    code: `${core}; export { ${hooks}, Inbox } from '@flashpost/react/inbox'`,
    css: '@flashpost/react/inbox.css',
  },
  bell: {
    name: 'the same with <InboxButton/>',
    code: `${core}; export { ${hooks}, Inbox, InboxButton } from '@flashpost/react/inbox'`,
    css: '@flashpost/react/inbox.css',
  },
} as const satisfies Readonly<Record<string, Entry>>

/** The toasters that apps use otherwise. None of them speaks with a server. */
export const peers: readonly Entry[] = [
  { name: 'react-hot-toast', code: `export { Toaster, toast } from 'react-hot-toast'` },
  { name: 'sonner', code: `export { Toaster, toast } from 'sonner'` },
  { name: 'react-toastify', code: `export { ToastContainer, toast } from 'react-toastify'` },
  {
    name: 'react-toastify, unstyled',
    code: `export { ToastContainer, toast } from 'react-toastify/unstyled'`,
    css: 'react-toastify/ReactToastify.css',
  },
]

/** A part of the client or the toaster, and what takes its place in a build without it. */
export interface Feature {
  readonly name: string
  /** The module, of those of `@flashpost/react`. */
  readonly module: string
  readonly stub: string
}

/** What the client's bytes are for. */
export const clientFeatures: readonly Feature[] = [
  {
    name: 'seen is what a person could have read',
    module: 'client/screen/is-legible.ts',
    stub: 'export const lookAtText = () => () => true',
  },
  {
    name: 'exposure, that included',
    module: 'client/screen/exposure.ts',
    stub: `export const createExposure = () => ({ watch() {}, restart() {}, stop() {} })`,
  },
  {
    name: 'each message in one tab alone',
    module: 'client/tabs/claims.ts',
    stub: 'export const createClaims = () => ({ take: async () => true, free() {}, stop() {} })',
  },
  {
    name: 'news of other tabs',
    module: 'client/tabs/news.ts',
    stub: 'export const createNews = () => () => {}',
  },
  {
    name: 'what outlives a document',
    module: 'client/tabs/tab.ts',
    stub: `export const createTab = () => ({ id: 'tab', shown: () => new Set(), remember: (ids) => ids })`,
  },
  {
    name: 'acknowledgements and the pull',
    module: 'client/server/courier.ts',
    stub: `export const createCourier = () => ({
      board: () => [], arrive() {}, acknowledge() {}, begin() {}, refresh: async () => false,
      flush: async () => {}, reconnect() {} })`,
  },
  {
    name: 'messages with requests of the app',
    module: 'client/server/create-exchange.ts',
    stub: 'export const createExchange = () => () => undefined',
  },
  {
    name: 'fetch',
    module: 'client/server/wrap-fetch.ts',
    stub: 'export const wrapFetch = () => fetch',
  },
  {
    name: 'custody, all of the above but fetch included',
    module: 'client/custody.ts',
    stub: 'export const createCustody = () => undefined',
  },
  {
    name: "messages of the app's own",
    module: 'client/store/local-messages.ts',
    stub: 'export const createLocalMessages = () => ({})',
  },
  {
    name: 'promise',
    module: 'client/store/promise-message.ts',
    stub: 'export const createPromiseMessage = () => undefined',
  },
  {
    name: 'translation',
    module: 'client/store/translate.ts',
    stub: `export const say = (message) => message
      export const translateWith = () => undefined`,
  },
  {
    name: 'filters',
    module: 'message/matcher-for.ts',
    stub: 'export const matcherFor = () => () => true',
  },
]

/** What the toaster's bytes are for. */
export const features: readonly Feature[] = [
  {
    name: 'clocks, bars, who may give way',
    module: 'toaster/core/timers.ts',
    stub: 'export const runTimers = () => () => {}',
  },
  {
    name: 'keyboard and focus',
    module: 'toaster/core/focus.ts',
    stub: 'export const guideFocus = () => {}',
  },
  {
    name: 'swipes',
    module: 'toaster/core/swipe.ts',
    stub: 'export const enableSwipe = () => {}',
  },
  {
    name: 'who comes first',
    module: 'toaster/core/choose.ts',
    stub: `export const choose = (messages, { limit }) => messages.slice(0, limit)
      export const keyOf = ({ id, key = id }) => key`,
  },
  {
    name: 'several toasters',
    module: 'toaster/core/toasters.ts',
    stub: `export const createToasters = () => ({
      enter: () => () => {}, refresh() {}, before: () => [], stop() {} })`,
  },
  {
    name: 'exits',
    module: 'toaster/core/leaving.ts',
    stub: 'export const keepLeaving = (next) => next',
  },
  {
    name: 'above modal dialogs',
    module: 'toaster/parts/toaster-portal.tsx',
    stub: 'export const ToasterPortal = ({ children }) => children',
  },
  {
    name: 'announcements',
    module: 'message/announcer.ts',
    stub: 'export const createAnnouncer = () => ({ announce() {}, stop() {} })',
  },
  {
    name: 'actions',
    module: 'message/actions-of.tsx',
    stub: 'export const actionsOf = () => null',
  },
  {
    name: 'signs',
    module: 'message/icon-of.tsx',
    stub: 'export const iconOf = () => null',
  },
]
