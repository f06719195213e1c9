import type { Message } from '@flashpost/core'
import type { FlashSignals } from '../../api/signals.ts'
import { createApp } from './app.ts'
import { createBrowser } from './browser.ts'
import type { Browser } from './browser.ts'
import type { Faults } from './faults.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { Work } from './work.ts'

/** Two processes of one app, and the browsers that talk to them. */
export interface Bench {
  /** Opens a browser that nobody has used. */
  readonly browser: () => Browser
  readonly faults: Faults
  /** What the apps were told to add. */
  readonly added: Message[]
  /** What the apps gave up, and why. */
  readonly dropped: { readonly message: Message; readonly reason: string }[]
  /** What a storage has thrown or not answered in time, on order or not. */
  readonly failed: FlashSignals['failed'][]
  readonly close: () => Promise<void>
}

/**
 * Sets up what the contract's tests work with.
 * @param patience how long the apps wait for the storage, in milliseconds
 */
export async function createBench(under: StorageUnderTest, patience: number): Promise<Bench> {
  const work: Work = { drafts: new Map(), operations: new Map(), gates: new Map() }
  const faults: Faults = {
    next: undefined,
    struck: new Set(),
    underWay: new Set(),
    patience,
    removals: new Map(),
  }
  const [added, dropped, failed]: [Bench['added'], Bench['dropped'], Bench['failed']] = [[], [], []]
  const create = () => createApp(under, work, faults)
  const apps = [await create(), await create()]
  for (const app of apps) {
    app.flashpost.on('added', ({ message }) => added.push(message))
    app.flashpost.on('dropped', ({ message, reason }) => dropped.push({ message, reason }))
    app.flashpost.on('failed', (failure) => failed.push(failure))
  }
  return {
    browser: () => createBrowser(apps, work, faults),
    faults,
    added,
    dropped,
    failed,
    close: async () => void (await Promise.all(apps.map((app) => app.close()))),
  }
}
