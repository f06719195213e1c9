/** How large the parts of a message may be. What is longer is refused when the message is added, never cut. */
export interface MessageLimits {
  /**
   * Length of `text` and of `description`, in UTF-16 code units.
   * @default 10_000
   */
  readonly text: number
  /**
   * Length of `url` and of an action's `url`, in UTF-16 code units.
   * @default 2_048
   */
  readonly url: number
  /**
   * Length of `extraTags`, `key`, `name` and of an action's `label` and `name`, in UTF-16 code units.
   * @default 200
   */
  readonly word: number
  /**
   * Length of `params` and of `data` as JSON, in UTF-16 code units.
   * @default 16_384
   */
  readonly json: number
}

/** The limits that hold when an app sets none. */
export const defaultLimits: MessageLimits = { text: 10_000, url: 2_048, word: 200, json: 16_384 }
