import type { Awaitable } from '@flashpost/core/protocol'
import type { Backend } from '../backend.ts'
import { createBench } from './contract/bench.ts'
import { broadcasting } from './contract/broadcasting.ts'
import { changing } from './contract/changing.ts'
import { lifetime } from './contract/lifetime.ts'
import { marking } from './contract/marking.ts'
import { parallel } from './contract/parallel.ts'
import { reading } from './contract/reading.ts'
import { refusing } from './contract/refusing.ts'
import { replacing } from './contract/replacing.ts'
import { sending } from './contract/sending.ts'
import { showing } from './contract/showing.ts'
import { telling } from './contract/telling.ts'
import { undoing } from './contract/undoing.ts'

/** A backend, and the test runner that is to hold it to the contract. */
export interface BackendContractOptions {
  /**
   * Makes the backend. It is called twice for each test, for two processes of one app: what is made must share what such
   * processes share, a database, and must be empty.
   * @param test a text of its own for each test, the same both times
   */
  readonly create: (test: string) => Awaitable<Backend>
  /** Declares a test: `test` of vitest, of node:test or of whatever takes a name and a function. */
  readonly test: (name: string, body: () => Promise<void>) => unknown
}

/**
 * Declares the tests that every backend of an inbox passes: what is sent is there once, in the order in which it came; counts
 * are exact; cursors and revisions miss nothing that came meanwhile; what users mark is kept, and taken back whole; two
 * processes lose nothing of each other; what is past its time is gone, and what was sent is told once.
 *
 * @example testBackend({ test, create: (name) => myBackend(database, name) })
 */
export function testBackend({ test, create }: BackendContractOptions): void {
  const contract = {
    ...sending,
    ...refusing,
    ...replacing,
    ...broadcasting,
    ...reading,
    ...marking,
    ...undoing,
    ...changing,
    ...lifetime,
    ...showing,
    ...telling,
    ...parallel,
  }
  for (const [index, [name, body]] of Object.entries(contract).entries()) {
    test(name, async () => {
      const bench = await createBench(() => create(String(index)))
      try {
        await body(bench)
      } finally {
        await bench.close()
      }
    })
  }
}
