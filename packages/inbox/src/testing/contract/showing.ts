import { deepStrictEqual, strictEqual } from 'node:assert'
import type { Turns } from '@flashpost/core'
import type { Contract } from './contract.ts'

const textsOf = ({ messages }: Turns) => messages.map(({ text }) => text)
const draft = (text: string, key?: string) =>
  ({ level: 'info', text, ...(key !== undefined && { key }) }) as const

/** Who shows what is announced: one reader of all that a user has. */
export const showing: Contract = {
  'each message is given to one of many readers, in whatever process they ask': async ({
    inbox,
    other,
    send,
  }) => {
    await send('ada', ...Array.from({ length: 10 }, (_, index) => String(index)))
    await inbox.broadcast(draft('to all'))
    await inbox.flash('ada', draft('flashed'))
    const found = await Promise.all(
      Array.from({ length: 8 }, async (_, index) =>
        textsOf(await (index % 2 === 0 ? inbox : other).turns('ada', `tab ${index}`)),
      ),
    )
    strictEqual(found.flat().length, 12)
    strictEqual(new Set(found.flat()).size, 12)
  },

  'a turn takes ten seconds, then the message is the next one’s, and no more that of who had it in vain':
    async ({ inbox, other, send, now, advance }) => {
      await send('ada', 'sent')
      deepStrictEqual(textsOf(await inbox.turns('ada', 'phone')), ['sent'])
      deepStrictEqual(await other.turns('ada', 'desk'), { messages: [], until: now() + 10_000 })
      deepStrictEqual(textsOf(await other.turns('ada', 'phone')), ['sent'])
      advance(10_001)
      deepStrictEqual(textsOf(await other.turns('ada', 'phone')), ['sent'])
      deepStrictEqual(textsOf(await other.turns('ada', 'desk')), ['sent'])
      deepStrictEqual(textsOf(await inbox.turns('ada', 'phone')), [])
      advance(10_001)
      deepStrictEqual(textsOf(await inbox.turns('ada', 'phone')), ['sent'])
      deepStrictEqual(textsOf(await inbox.turns('ada', 'desk')), [])
    },

  'a reader that listens has the turn of what comes next, until it has shown something too late':
    async ({ inbox, other, send, now, advance }) => {
      await send('ada', 'first')
      await inbox.turns('ada', 'phone', { listens: true })
      advance(1)
      await send('ada', 'next')
      const arrivedAt = now()
      await inbox.broadcast(draft('to all'))
      advance(1_000)
      deepStrictEqual(textsOf(await other.turns('ada', 'desk')), [])
      deepStrictEqual(textsOf(await other.turns('ada', undefined)), [])
      const waits = await inbox.turns('ada', 'tablet')
      deepStrictEqual(waits, { messages: [], until: arrivedAt - 1 + 10_000 })
      deepStrictEqual(textsOf(await other.turns('ada', 'phone')), ['first', 'next', 'to all'])
      advance(9_001)
      deepStrictEqual(textsOf(await other.turns('ada', 'desk')), ['first', 'next', 'to all'])
      advance(15_000)
      await send('ada', 'last')
      deepStrictEqual(textsOf(await inbox.turns('ada', 'tablet')).includes('last'), true)
      deepStrictEqual(textsOf(await inbox.turns('ada', 'phone')).includes('last'), false)
    },

  'what was shown is given to nobody any more, and what came later is': async ({
    inbox,
    other,
    send,
    advance,
  }) => {
    const [one] = await send('ada', 'one')
    const { id } = await inbox.broadcast(draft('to all'))
    await inbox.turns('ada', 'phone')
    await other.announced('ada', [one!, id])
    await send('ada', 'two')
    advance(10_001)
    deepStrictEqual(textsOf(await other.turns('ada', 'desk')), ['two'])
    deepStrictEqual(textsOf(await other.turns('bob', 'desk')), ['to all'])
  },

  'who is no reader is kept from what one has, and keeps nobody from anything': async ({
    inbox,
    other,
    send,
  }) => {
    await send('ada', 'sent')
    deepStrictEqual(textsOf(await inbox.turns('ada', undefined)), ['sent'])
    deepStrictEqual(textsOf(await other.turns('ada', 'phone')), ['sent'])
    deepStrictEqual(textsOf(await inbox.turns('ada', undefined)), [])
  },

  'to give messages changes nothing that clients know': async ({ inbox, send }) => {
    await send('ada', 'sent')
    const { revision } = await inbox.changes('ada')
    await inbox.turns('ada', 'phone')
    const after = await inbox.changes('ada', revision)
    deepStrictEqual(after, {
      reset: false,
      changed: [],
      removed: [],
      counts: { unread: 1, read: 0, archived: 0 },
      revision,
    })
  },

  'of what is only announced, a later message with a key takes the place of those before': async ({
    inbox,
    other,
    advance,
  }) => {
    const ids: string[] = []
    for (const text of ['10 %', '50 %']) ids.push((await inbox.flash('ada', draft(text, 'job'))).id)
    await inbox.flash('ada', draft('other'))
    deepStrictEqual(textsOf(await inbox.turns('ada', 'phone')).toSorted(), ['50 %', 'other'])
    await inbox.flash('ada', draft('done', 'job'))
    deepStrictEqual(textsOf(await other.turns('ada', 'phone')).toSorted(), ['done', 'other'])
    await inbox.announced('ada', ids)
    advance(10_001)
    deepStrictEqual(textsOf(await other.turns('ada', 'desk')).toSorted(), ['done', 'other'])
  },

  'of a job that nobody has followed, the last step is shown and no other': async ({
    inbox,
    other,
    advance,
  }) => {
    for (let step = 0; step < 220; step++) await inbox.flash('ada', draft(String(step), 'job'))
    const { id } = await inbox.flash('ada', draft('done', 'job'))
    deepStrictEqual(textsOf(await other.turns('ada', 'phone')), ['done'])
    await other.announced('ada', [id])
    advance(10_001)
    deepStrictEqual(textsOf(await inbox.turns('ada', 'desk')), [])
  },

  'a box is no user, whatever users are called': async ({ inbox, other }) => {
    await inbox.broadcast(draft('to users'))
    const users = ['a', '.a', '\u001f', '\u001fa', '\u001f.a', '\u001f\u001f.a']
    await inbox.flash({ box: 'a' }, draft('boxed'))
    for (const user of users) {
      deepStrictEqual(textsOf(await other.turns(user, 'desk')), ['to users'])
      await inbox.send(user, draft(user))
      deepStrictEqual(textsOf(await other.turns(user, 'phone')), [user])
      deepStrictEqual((await other.verify(user)).isRight, true)
    }
    deepStrictEqual(textsOf(await other.turns({ box: 'a' }, 'phone')), ['boxed'])
    const told: unknown[] = []
    inbox.on('removed', ({ user }) => void told.push(user))
    inbox.on('purged', ({ user }) => void told.push(user))
    for (const user of users) await inbox.remove(user, (await inbox.list(user)).messages[0]!.id)
    deepStrictEqual(told, users)
  },

  'a cleanup forgets a box in which nothing waits, and no other': async ({
    inbox,
    other,
    backend,
    now,
    advance,
  }) => {
    const [waits, shown, expired] = [{ box: 'waits' }, { box: 'shown' }, { box: 'expired' }]
    await inbox.flash(waits, draft('x'))
    const { id } = await inbox.flash(shown, draft('x'))
    await inbox.flash(expired, { ...draft('x'), expiresAt: now() + 1_000 })
    await other.announced(shown, [id])
    advance(2_000)
    await other.cleanup()
    deepStrictEqual(await backend.users('', 10), ['\u001f.waits'])
    deepStrictEqual(textsOf(await inbox.turns(waits, 'phone')), ['x'])
    await inbox.flash(shown, draft('y'))
    deepStrictEqual(textsOf(await other.turns(shown, 'phone')), ['y'])
  },

  'what is forgotten at a revision is not when something has come': async ({ inbox, backend }) => {
    await inbox.send('ada', draft('one'))
    const { rev } = (await backend.read('ada', { by: 'nothing' })).state!
    await inbox.send('ada', draft('two'))
    await backend.erase('ada', rev)
    deepStrictEqual(await inbox.counts('ada'), { unread: 2, read: 0, archived: 0 })
    await backend.erase('ada', rev + 1)
    deepStrictEqual(await inbox.counts('ada'), { unread: 0, read: 0, archived: 0 })
  },

  'work that is under way is one reader’s to its end, on all devices, unless that one asks no more':
    async ({ inbox, other, advance, now }) => {
      const step = (progress?: number) =>
        inbox.send('ada', {
          level: 'info',
          text: `${progress ?? 'done'}`,
          key: 'job',
          ...(progress !== undefined && { progress }),
        })
      const show = async (reader: string) => {
        const { messages } = await inbox.turns('ada', reader)
        await inbox.announced(
          'ada',
          messages.map(({ id }) => id),
        )
        return messages.map(({ text }) => text)
      }
      await step(0)
      deepStrictEqual(await show('phone'), ['0'])
      // A step that comes long after the last one is looked for by the other one first.
      advance(60_000)
      await step(0.1)
      deepStrictEqual(await other.turns('ada', 'desk'), { messages: [], until: now() + 10_000 })
      deepStrictEqual(await show('phone'), ['0.1'])
      // The phone is gone. Steps go on to come, and keep nobody waiting for longer.
      for (const progress of [0.2, 0.3, 0.4]) {
        await step(progress)
        deepStrictEqual(await show('desk'), [])
        advance(3_000)
      }
      advance(1_000)
      deepStrictEqual(await show('desk'), ['0.4'])
      await step(0.5)
      deepStrictEqual(await show('phone'), [])
      await step()
      deepStrictEqual(await show('phone'), [])
      deepStrictEqual(await show('desk'), ['done'])
      // What comes under the key after the end is anybody's.
      await step()
      deepStrictEqual(await show('phone'), ['done'])
    },
}
