import { isUnderWay } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import type { ToastsOptions } from '../toaster-props.ts'
import { defaultDuration } from './default-duration.ts'

/** How much of its time on screen a message has left. */
export interface Clock {
  readonly id: string
  readonly toast: HTMLElement
  /** Whether it says that something runs: that keeps it, but not what waits behind it. */
  readonly isWork: boolean
  /** In milliseconds, of `time` in all; infinite for what stays. */
  left: number
  readonly time: number
  /** What is left of its turn, after which what stays makes room for what has not been seen. */
  turn: number
  /** When it was on screen for the first time since it came up. */
  readonly since: number
  /** What shows it. */
  bar: Animation | undefined
}

/** The clocks of one client's messages, which go on where they stood when a message is on screen again. */
export interface Clocks {
  readonly of: (message: ClientMessage, toast: HTMLElement, options: ToastsOptions) => Clock
  readonly stop: () => void
}

// How long until what stays has had its turn.
const turn = 6_000

export function createClocks(client: MessagesClient): Clocks {
  const clocks = new Map<string, Clock>()
  const latest = new WeakMap<HTMLElement, Clock>()
  const forget = (messages: readonly ClientMessage[]) => {
    for (const { id } of messages) clocks.delete(id)
  }
  const stops = [
    client.on('dismissed', ({ messages }) => forget(messages)),
    client.on('changed', (message) => {
      clocks.get(message.id)?.bar?.cancel()
      forget([message])
    }),
  ]
  return {
    of(message, toast, { duration = defaultDuration, durationFactor = 1, progress }) {
      const { id, duration: own = duration(message) } = message
      const before = clocks.get(id)
      if (before?.toast === toast) return before
      before?.bar?.cancel()
      const isWork = message.busy || isUnderWay(message)
      const all = isWork ? Infinity : (own ?? Infinity) * durationFactor
      const { time, left } = before ?? { time: all, left: all }
      const bar = progress ? showTime(toast, time, left) : undefined
      // Its steps have one turn together.
      const step = isWork ? latest.get(toast) : undefined
      const { turn: rest, since } = step?.isWork ? step : { turn, since: performance.now() }
      const clock = { id, toast, isWork, left, time, turn: rest, since, bar }
      clocks.set(id, clock)
      latest.set(toast, clock)
      return clock
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

/** Lets the style sheet's bar run out in so many milliseconds, from where it stood. */
function showTime(toast: HTMLElement, duration: number, left: number): Animation | undefined {
  if (duration === Infinity) return undefined
  const delay = left - duration
  const options = { duration, delay, pseudoElement: '::after', fill: 'both' } as const
  return toast.animate({ scale: ['1 1', '0 1'] }, options)
}
