import type { LevelName, MessageAction } from '@flashpost/core'
import type { MessageFilter } from '@flashpost/core/protocol'
import type { ReactNode } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import type { ToasterLabels } from './labels.ts'
import type { MessageRenderers } from '../message/renderers.ts'

/** Where on the screen toasts are. */
export type ToasterPosition =
  | 'top-left'
  | 'top-center'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-center'
  | 'bottom-right'

/** Where a toast may be swiped to. */
export type SwipeDirection = 'left' | 'right' | 'up' | 'down'

/** What is called when an action was chosen. */
export type OnAction = (action: MessageAction, message: ClientMessage) => unknown

/** The signs of levels, by name, and that of work that runs; `null` is none. */
export type ToasterIcons = { readonly [Name in LevelName | 'busy']?: ReactNode }

/**
 * Which toasts there are and how long. The filter says which messages are toasts; by default all are. Of several toasters
 * that mean the same message, the one with the more particular filter shows it.
 */
export interface ToastsOptions extends MessageFilter {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
  /**
   * Those to which this says yes, too. It counts as a part of the filter.
   * @default all
   * @example ({ tags }) => !tags.includes('form')
   */
  readonly where?: (message: ClientMessage) => boolean
  /**
   * How many toasts are on screen at once. The rest wait behind a button that says how many they are; what was never seen
   * of them is not acknowledged.
   * @default 5
   */
  readonly limit?: number
  /**
   * Which of those that wait come up first: the ones for which this is higher. What is above 0 does not wait for its turn:
   * it takes the place of the toast that is on screen for longest, was seen, and has neither pointer nor focus. That goes back
   * among those that wait, and its time stands still. With `() => 0` everything waits for its turn.
   * @default 2 for errors and messages with actions, 1 for the app's own and those that came with the response to a request
   * @example ({ level }) => level - levels.info
   */
  readonly priority?: (message: ClientMessage) => number
  /**
   * Called with each change of which toasts are on screen, to make it in a View Transition. Until it is made, what comes
   * waits, unacknowledged, and what goes stays; it goes at once then, so toasts of your own are not `inert` before.
   * @default changes are made as they come, and what goes has an exit
   * @example (update) => void document.startViewTransition(() => flushSync(update)).ready.catch(() => {})
   */
  readonly wrapUpdate?: (update: () => void) => void
  /**
   * Whether the newest is the first, nearest to the edge of the screen. Else newer ones come after older ones.
   * @default true
   */
  readonly newestFirst?: boolean
  /**
   * How long a message stays when it does not say so itself, in milliseconds; `null` until dismissed.
   * @default errors, messages with actions and running work stay; the rest 6 s, longer texts 1 s and 60 ms a character
   */
  readonly duration?: (message: ClientMessage) => number | null
  /**
   * What every time on screen is multiplied by: the reader's setting (WCAG 2.2, 2.2.1). `Infinity` keeps all.
   * @default 1
   */
  readonly durationFactor?: number
  /**
   * Whether time stands still while the window has not got the focus.
   * @default true
   */
  readonly pauseOnBlur?: boolean
  /**
   * Whether the app has stopped all clocks: while a video plays, say. They go on where they stood.
   * @default false
   */
  readonly paused?: boolean
  /**
   * Whether a bar at the foot of a toast shows how much of its time is left.
   * @default false
   */
  readonly progress?: boolean
  /**
   * The key that goes to the newest toast, as in `Alt+T`, `Control+Shift+N` or `F8`; `null` for none.
   * @default 'Alt+T'
   */
  readonly hotkey?: string | null
  /**
   * Where toasts may be swiped to; `false` for nowhere.
   * @default the nearer side of the screen, either of them for a toaster in the middle
   */
  readonly swipe?: readonly SwipeDirection[] | false
}

/** What `Toaster` takes. */
export interface ToasterProps extends ToastsOptions {
  /** Shows messages in the app's own way, inside the toast. */
  readonly render?: MessageRenderers | undefined
  /**
   * Called when an action was chosen. The message is dismissed then, unless the answer is `false`. While a promise is
   * pending the toast is busy and its clock stands still; it stays when that is rejected.
   */
  readonly onAction?: OnAction | undefined
  /**
   * Signs of one's own, by level, and for work that runs; `null` for none.
   * @default a sign for each level
   */
  readonly icons?: ToasterIcons | undefined
  /**
   * Whether toasts have a button that closes them.
   * @default true
   */
  readonly closeButton?: boolean | undefined
  /**
   * Where on the screen toasts are.
   * @default 'top-right'
   */
  readonly position?: ToasterPosition
  /**
   * Whether toasts lie on a pile, which pointer, tap and keyboard unfold. What was not at its top was not shown.
   * @default where the window is narrower than 30rem, as on a phone
   */
  readonly stack?: boolean
  /**
   * Whether a toast's background, border and text are in the colour of its level, and not its sign alone.
   * @default false
   */
  readonly richColors?: boolean
  /**
   * `system` is the reader's own.
   * @default the page's `color-scheme`, or that of an element around it with `data-theme`
   */
  readonly theme?: 'light' | 'dark' | 'system'
  /**
   * The direction of the texts.
   * @default the page's
   */
  readonly dir?: 'ltr' | 'rtl'
  /** A class for the toaster, beside `flashpost`. */
  readonly className?: string
  /**
   * What the toaster itself says: names of its buttons and of its landmark.
   * @default English
   */
  readonly labels?: Partial<ToasterLabels>
}
