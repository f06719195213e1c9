import { FlashError, levels, show } from '@flashpost/core'
import type { Level } from '@flashpost/core'
import type { MessagesClientOptions } from './options.ts'

/** The levels of one client: core's scale without its checks of the options, which the server has made. */
export interface LocalLevels {
  /** Every named level. */
  readonly numbers: Readonly<Record<string, number>>
  /** The number and the tag of a level. */
  resolve(level: Level): { readonly level: number; readonly levelTag: string }
}

export function createLocalLevels(options: MessagesClientOptions): LocalLevels {
  const numbers: Readonly<Record<string, number>> = { ...levels, ...options.levels }
  const names = Object.keys(numbers)
  return {
    numbers,
    resolve(level) {
      const number = typeof level === 'number' ? level : numbers[level]
      if (number === undefined)
        throw new FlashError(
          'FLASH_ERR_LEVEL',
          `There is no level ${show(level)}.`,
          `Use one of ${names.join(', ')}, a number, or name your own with the option \`levels\`.`,
        )
      const name = names.find((key) => numbers[key] === number)
      return { level: number, levelTag: options.tags?.[number] ?? name ?? '' }
    },
  }
}
