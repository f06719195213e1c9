import { textsOf } from './texts.ts'

/** What one browser does, again and again. */
export interface Scenario {
  readonly steps: readonly Step[]
  /** Whether it comes each time with no more than `cookies`, or with what it was given before. */
  readonly visitor: 'new' | 'returning'
  /** What it has when it comes first. */
  readonly cookies?: readonly string[]
  /** What it did once, before it is watched. */
  readonly before?: readonly Step[]
}

/** One request, and what has to be answered. */
export interface Step {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  readonly body: string
}

/** A route that has nothing to do with messages. */
export function ordinary(headers: Step['headers'] = {}): Step {
  return {
    method: 'GET',
    path: '/',
    headers,
    status: 200,
    body: JSON.stringify({ hello: 'world' }),
  }
}

/** POST adds, 303, GET shows and clears; with `isShown` false where there is nobody who would. */
export function cycle(count: number, length: number, isShown = true): readonly Step[] {
  const messages = isShown ? textsOf(count, length) : []
  return [
    { method: 'POST', path: `/add/${count}/${length}`, status: 303, body: '' },
    { method: 'GET', path: '/shown', status: 200, body: JSON.stringify({ messages }) },
  ]
}
