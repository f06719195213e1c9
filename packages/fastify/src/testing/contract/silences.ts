import type { Contract } from './contract.ts'
import { failEach } from './fail-each.ts'
import type { Member } from './faults.ts'

const members: readonly Member[] = ['read', 'add', 'remove', 'commit']

/** What becomes of messages when a storage never answers. Every answer is there all the same. */
export const silences: Contract = {
  'an operation that is never begun holds no answer up, and loses nothing silently': (bench) =>
    failEach(bench, members, { when: 'before', how: 'never answers' }),

  'an operation that never says it has ended holds no answer up, and loses nothing silently': (
    bench,
  ) => failEach(bench, members, { when: 'after', how: 'never answers' }),
}
