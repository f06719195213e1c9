import type { Level, LevelName } from './levels.ts'
import type { MessageDraft, MessageOptions } from './message.ts'

/** One method for each level that has a name. */
export type LevelMethods<Options = MessageOptions, Result = void, Text = string> = {
  readonly [Name in LevelName]: (text: Text, options?: Options) => Result
}

/** Adds messages, by level and text or as a draft. */
export interface AddMessage<
  Options = MessageOptions,
  Result = void,
  Draft = MessageDraft,
  Text = string,
> {
  (level: Level, text: Text, options?: Options): Result
  (draft: Draft, options?: Options): Result
}

/** Makes what apps add messages with, over whatever takes drafts. */
export function createAdd<
  Options,
  Result,
  Draft extends Pick<MessageDraft, 'level'> = MessageDraft,
  Text = string,
>(take: (draft: Draft & Options) => Result): AddMessage<Options, Result, Draft, Text> {
  return (what: Level | Draft, second?: Text | Options, third?: Options) => {
    const draft: object =
      typeof what === 'object' ? { ...what, ...second } : { ...third, level: what, text: second }
    return take(draft as Draft & Options)
  }
}

/** The same with a method for each level that has a name. */
export function createLevelMethods<Options, Result>(
  names: readonly string[],
  take: (draft: MessageDraft & Options) => Result,
): AddMessage<Options, Result> & LevelMethods<Options, Result> {
  const add = createAdd<Options, Result>(take)
  for (const name of names) {
    const value = (text: string, options?: Options) => add(name as Level, text, options)
    // A function has a name and a length already, which are not to be written; an app may call its levels so.
    if (name in add) Object.defineProperty(add, name, { value, enumerable: true })
    else (add as unknown as Record<string, unknown>)[name] = value
  }
  return add as AddMessage<Options, Result> & LevelMethods<Options, Result>
}
