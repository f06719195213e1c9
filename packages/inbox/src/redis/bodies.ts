import type { Body, Row } from '../backend.ts'
import * as scripts from './body-scripts.ts'
import type { Keys } from './keys.ts'
import type { Scripts } from './run-script.ts'

/** What messages say, each once, and who has them. */
export interface Bodies {
  /** Writes a body that is not there yet, and who is to have it: before the rows that name it. */
  readonly write: (body: Body, users: readonly string[]) => Promise<void>
  /** Users have it no more; with the last of them it goes. */
  readonly forget: (id: string, users: readonly string[]) => Promise<void>
  readonly holders: (id: string) => Promise<readonly string[]>
  /** Rows with what they say, as far as that is there. */
  readonly join: (rows: readonly Row[]) => Promise<readonly Row[]>
}

export function createBodies({ run }: Scripts, keys: Keys): Bodies {
  return {
    async write(body, users) {
      await run(scripts.write, keys.body(body.message.id), JSON.stringify(body), ...users)
    },
    async forget(id, users) {
      if (users.length > 0) await run(scripts.forget, keys.body(id), ...users)
    },
    holders: (id) => run(scripts.recipients, keys.body(id)),
    async join(rows) {
      const texts = await Promise.all(
        rows.map(({ id }) => run<string | null>(scripts.read, keys.body(id))),
      )
      return rows.map((row, index) => {
        const text = texts[index]
        return text ? Object.assign({}, row, { body: JSON.parse(text) as Body }) : row
      })
    },
  }
}
