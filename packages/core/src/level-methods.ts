import type { Level, LevelName } from './levels.ts'
import type { MessageDraft, MessageOptions } from './message.ts'

/** One method for each level that has a name. */
export type LevelMethods<Options = MessageOptions, Result = void> = {
  readonly [Name in LevelName]: (text: string, options?: Options) => Result
}

/** Adds messages, by level and text or as a draft. */
export interface AddMessage<Options = MessageOptions, Result = void, Draft = MessageDraft> {
  (level: Level, text: string, options?: Options): Result
  (draft: Draft, options?: Options): Result
}

/** Makes what apps add messages with, over whatever takes drafts. */
export function createLevelMethods<Options, Result, Draft extends MessageDraft = MessageDraft>(
  names: readonly string[],
  take: (draft: Draft & Options) => Result,
): AddMessage<Options, Result, Draft> & LevelMethods<Options, Result> {
  const add = (what: Level | Draft, second?: string | Options, third?: Options): Result =>
    typeof what === 'object'
      ? take({ ...what, ...(second as Options) })
      : take({ ...third, level: what, text: second } as Draft & Options)
  for (const name of names) {
    const value = (text: string, options?: Options) => add(name as Level, text, options)
    // A function has a name and a length already, which are not to be written; an app may call its levels so.
    if (name in add) Object.defineProperty(add, name, { value, enumerable: true })
    else (add as unknown as Record<string, unknown>)[name] = value
  }
  return add as AddMessage<Options, Result, Draft> & LevelMethods<Options, Result>
}
