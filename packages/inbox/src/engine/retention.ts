import { refuse } from '../errors.ts'
import type { Retention } from '../inbox.ts'

const day = 86_400_000
const defaults: Required<Retention> = {
  archived: 120 * day,
  read: 90 * day,
  unread: 365 * day,
  broadcasts: 90 * day,
  removed: 7 * day,
}

/** How long messages are kept, by what became of them. @throws FlashError `FLASH_ERR_OPTION` for what is no length of time */
export function checkRetention(given: Retention = {}): Required<Retention> {
  const set = Object.entries(given).filter(([, value]) => (value as unknown) !== undefined)
  for (const [name, value] of set)
    if (typeof value !== 'number' || !(value >= 0))
      throw refuse(
        'FLASH_ERR_OPTION',
        `The option retention.${name}`,
        value,
        'Pass milliseconds, `Infinity` for ever.',
      )
  return { ...defaults, ...Object.fromEntries(set) }
}

/** What came before that is past its time. No time lies before 0, which every backend can compare with. */
export function pastAt(now: number, kept: number): number {
  return Math.max(now - kept, 0)
}
