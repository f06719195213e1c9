import { createBench } from './contract/bench.ts'
import { contents } from './contract/contents.ts'
import { failures } from './contract/failures.ts'
import { interleavings } from './contract/interleavings.ts'
import { operations } from './contract/operations.ts'
import { silences } from './contract/silences.ts'
import type { StorageUnderTest } from './contract/storage-under-test.ts'

/** A storage, and the test runner that is to hold it to the contract. */
export interface StorageContractOptions extends StorageUnderTest {
  /** Declares a test: `test` of vitest, of node:test or of whatever takes a name and a function. */
  readonly test: (name: string, body: () => Promise<void>) => unknown
  /**
   * Whether requests of one visitor that overlap keep each other's messages. A session does not, and its interleavings
   * are left out.
   * @default true
   */
  readonly parallel?: boolean
}

/** How long the apps under test wait for a storage, in milliseconds; not for long, where it is known not to answer. */
const [patience, briefPatience] = [1_000, 150]

/**
 * Declares the tests that every storage of Flashpost passes: what is added comes back once, in order and unchanged; what
 * cannot be held is given back; nothing is written where nothing waits; requests that overlap, at one process or two, lose
 * nothing of each other; no member throws or takes longer than a second; an operation that fails halfway, or never
 * answers, loses nothing silently.
 *
 * @example testStorage({ test, create: () => myStorage(database) })
 */
export function testStorage({ test, parallel = true, ...under }: StorageContractOptions): void {
  const contract = {
    ...operations,
    ...contents,
    ...failures,
    ...silences,
    ...(parallel && interleavings),
  }
  for (const [name, body] of Object.entries(contract)) {
    test(name, async () => {
      const bench = await createBench(under, name in silences ? briefPatience : patience)
      try {
        await body(bench)
      } finally {
        await bench.close()
      }
    })
  }
}
