import { ok } from 'node:assert'
import { assertMessages } from '../assert-messages.ts'
import type { Bench } from './bench.ts'
import type { Fault, Member } from './faults.ts'

/** Every storage has these, and each of them is asked; the others where it has them. */
const methods: ReadonlySet<Member> = new Set(['read', 'add', 'remove'])

/** Has members of the storage fail in turn, while a visitor reads and adds. Every message is seen, or said to be lost. */
export async function failEach(
  bench: Bench,
  members: readonly Member[],
  fault: Omit<Fault, 'member'>,
): Promise<void> {
  const { faults, dropped } = bench
  for (const member of members) {
    const { add, read, peek, stumble } = bench.browser()
    const known = () => dropped.map(({ message }) => message.text)
    dropped.splice(0)
    faults.struck.clear()
    await add('old')
    faults.next = { member, ...fault }
    const during = (await read()).map(({ text }) => text)
    await add('new')
    await stumble('last')
    faults.next = undefined
    const after = (await peek()).map(({ text }) => text)
    for (const text of ['old', 'new', 'last']) {
      ok(
        [...during, ...after, ...known()].includes(text),
        `${text} is lost silently when ${member} fails`,
      )
    }
    ok(!methods.has(member) || faults.struck.has(member), `${member} is never called`)
    await read()
    assertMessages(await read(), [])
  }
}
