import { FlashError, show } from './errors.ts'
import type { RegisteredLevels } from './register.ts'

/** The built-in levels, with the numbers of django.contrib.messages. */
export const levels = { debug: 10, info: 20, success: 25, warning: 30, error: 40 } as const

/** The name of a built-in level. */
export type BuiltInLevel = keyof typeof levels

/** The name of a level: built in, or registered by the app. */
export type LevelName = BuiltInLevel | (keyof RegisteredLevels & string)

/** A level by name or by number. Any whole number is a level; only named ones have a tag. */
export type Level = LevelName | number

/** What an app may say about levels. */
export interface LevelOptions {
  /**
   * The app's own levels, by name. A name is also the level's tag.
   * @default {}
   */
  readonly levels?: Readonly<Record<string, number>>
  /**
   * Tags by level number, over the defaults; the empty tag is allowed.
   * @default {}
   */
  readonly tags?: Readonly<Record<number, string>>
}

/** Levels and tags as one app uses them. */
export interface LevelScale {
  /** Every named level. */
  readonly names: readonly LevelName[]
  /**
   * The number of a level.
   * @throws FlashError `FLASH_ERR_LEVEL` for an unknown name or a number that is not whole and not negative.
   */
  number(level: Level): number
  /** The tag of a level number, `''` when it has none. */
  tag(level: number): string
}

/** Makes the scale of one app: the built-in levels and its own. */
export function createLevels(options: LevelOptions = {}): LevelScale {
  // Maps, because a level may be called `constructor` by somebody who means harm.
  const numbers = new Map<string, number>(Object.entries(levels))
  for (const [name, number] of Object.entries(options.levels ?? {}))
    numbers.set(name, checkNumber(number))
  const tags = new Map([...numbers].map(([name, number]) => [number, name]))
  for (const [number, tag] of Object.entries(options.tags ?? {})) tags.set(Number(number), tag)

  return {
    names: [...numbers.keys()] as LevelName[],
    number(level) {
      if (typeof level === 'number') return checkNumber(level)
      const number = numbers.get(level)
      if (number === undefined) throw unknownLevel(level, numbers.keys())
      return number
    },
    tag: (level) => tags.get(level) ?? '',
  }
}

/** The tag that a level number has when the app says nothing else. It does not travel. */
export function defaultTag(
  level: number,
  numbers: Readonly<Record<string, number>> = levels,
): string {
  for (const name in numbers) if (numbers[name] === level) return name
  return ''
}

/** Says whether a value can be the number of a level. */
export function isLevelNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function checkNumber(level: number): number {
  if (isLevelNumber(level)) return level
  throw new FlashError(
    'FLASH_ERR_LEVEL',
    `${show(level)} is not a level.`,
    'A level number is whole and not negative.',
  )
}

function unknownLevel(level: unknown, names: Iterable<string>): FlashError {
  return new FlashError(
    'FLASH_ERR_LEVEL',
    `There is no level ${show(level)}.`,
    `Use one of ${[...names].join(', ')}, a number, or name your own with the option \`levels\`.`,
  )
}
