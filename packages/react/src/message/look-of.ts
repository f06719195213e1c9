import { levels } from '@flashpost/core'
import type { BuiltInLevel } from '@flashpost/core'

const names = Object.keys(levels) as readonly BuiltInLevel[]

/** The level that a message looks like: its own, or the nearest one below that has a look. */
export function lookOf(level: number): BuiltInLevel {
  return names.findLast((name) => levels[name] <= level) ?? 'debug'
}
