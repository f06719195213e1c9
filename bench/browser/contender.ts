import type { ReactElement } from 'react'

export const names = ['flashpost', 'react-hot-toast', 'react-toastify', 'sonner', 'floor'] as const

export type Name = (typeof names)[number]

/** A toaster, driven as an app would. Its toasts stay until they are dismissed, and no limit keeps one back. */
export interface Contender {
  readonly element: ReactElement
  /** Selects a toast's element. */
  readonly toast: string
  /** As many as it shows at once, where that cannot be changed. */
  readonly most?: number
  readonly add: (text: string) => string | number
  readonly change: (id: string | number, text: string) => void
  readonly dismissAll: () => void
}

/** What one toaster's page can do. */
export interface PageBench {
  /** Adds toasts; the milliseconds from the first call until all of them were painted. */
  readonly burst: (count: number) => Promise<number>
  /** Adds toasts and, when all has come to rest, dismisses them at once; the milliseconds until they are gone. */
  readonly dismiss: (count: number) => Promise<number>
  /** Adds toasts and dismisses them as soon as all were painted, until they are gone. */
  readonly flood: (count: number) => Promise<void>
  /** Adds one toast, and dismisses it when it has come to rest. */
  readonly visit: () => Promise<void>
  /** Adds toasts in batches and dismisses each batch when all of it is there. */
  readonly churn: (toasts: number, batch: number) => Promise<void>
  /** What React does for a burst, and when one of its toasts changes. Only in a page with `?watch`. */
  readonly watch: (count: number) => Promise<Work>
}

/** What React did. */
export interface Work {
  /** Commits for the burst. */
  readonly commits: number
  /** The components that rendered for one toast's change, small parts included. */
  readonly components: number
  /** Of how many toasts these are a part. */
  readonly toasts: number
}

declare global {
  var bench: PageBench
}
