import { encodeClient, fields } from '@flashpost/core/protocol'
import { texts } from './system.ts'

/** What one browser does, again and again. */
export interface Scenario {
  readonly name: string
  readonly steps: readonly Step[]
  /** Whether it comes each time without a cookie, or with what it was given before. */
  readonly visitor: 'new' | 'returning'
  /** What the last answer says when all went well. */
  readonly answer: unknown
}

/** One request. */
export interface Step {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A route that has nothing to do with messages. */
export const idle: readonly Scenario[] = [
  idleScenario('plain request', {}),
  idleScenario('with an unrelated cookie', { cookie: 'theme=dark; consent=2026-11-20' }),
  idleScenario('request of the SDK', { [fields.client]: encodeClient({ tab: 'tab-1' }) }),
]

/** POST adds, 303, GET shows and clears. */
export const cycles: readonly Scenario[] = [1, texts.length].flatMap((count) =>
  (['returning', 'new'] as const).map((visitor) => ({
    name: `${count} message${count > 1 ? 's' : ''}, ${visitor} visitor`,
    steps: [
      { method: 'POST', path: `/add/${count}` },
      { method: 'GET', path: '/shown' },
    ],
    visitor,
    answer: { messages: texts.slice(0, count) },
  })),
)

function idleScenario(name: string, headers: Step['headers'] & {}): Scenario {
  return {
    name,
    steps: [{ method: 'GET', path: '/', headers }],
    visitor: 'new',
    answer: { hello: 'world' },
  }
}

/** A scenario by its name, as it comes from another process. */
export function scenarioNamed(name: string): Scenario {
  const found = [...idle, ...cycles].find((scenario) => scenario.name === name)
  if (!found) throw new Error(`There is no scenario ${name}.`)
  return found
}
