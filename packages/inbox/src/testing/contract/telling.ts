import { deepStrictEqual, rejects, strictEqual } from 'node:assert'
import type { InboxChanges } from '@flashpost/core'
import type { Inbox, InboxSignals } from '../../inbox.ts'
import type { Contract } from './contract.ts'

/** Who hears of what. */
export const telling: Contract = {
  'what is sent is told once': async ({ inbox, other }) => {
    const told: InboxSignals['stored'][] = []
    for (const one of [inbox, other]) one.on('stored', (signal) => void told.push(signal))
    const one = await inbox.send('ada', { level: 'info', text: 'x' })
    const many = await other.sendMany(['bob', 'ada'], { level: 'info', text: 'x' })
    const all = await inbox.broadcast({ level: 'info', text: 'x' })
    await until(() => told.length >= 3)
    await inbox.send('ada', { level: 'info', text: 'last' })
    await until(() => told.length >= 4)
    deepStrictEqual(
      told.slice(0, 3).toSorted((first, second) => (first.id < second.id ? -1 : 1)),
      [
        { id: one.id, users: ['ada'] },
        { id: many.id, users: ['ada', 'bob'] },
        { id: all.id, users: null },
      ].toSorted((first, second) => (first.id < second.id ? -1 : 1)),
    )
  },

  'marks are told to the process that makes them': async ({ inbox, send }) => {
    const told: unknown[] = []
    for (const name of ['read', 'archived', 'removed'] as const)
      inbox.on(name, (signal) => void told.push([name, signal]))
    inbox.on('retracted', (signal) => void told.push(['retracted', signal]))
    const [one, two] = await send('ada', 'one', 'two')
    await inbox.markRead('ada', one!)
    await inbox.markRead('ada', one!)
    const { revision } = await inbox.list('ada')
    await inbox.markRead('ada', { upTo: revision })
    await inbox.archive('ada', [one!, two!])
    await inbox.remove('ada', one!)
    await inbox.retract(two!)
    deepStrictEqual(told, [
      ['read', { user: 'ada', changed: 1, ids: [one] }],
      ['read', { user: 'ada', changed: 1 }],
      ['archived', { user: 'ada', changed: 2, ids: [one, two] }],
      ['removed', { user: 'ada', changed: 1, ids: [one] }],
      ['retracted', { id: two }],
    ])
  },

  'who subscribes is told one thing after the other, however much happens meanwhile': async ({
    inbox,
    send,
  }) => {
    const found: string[] = []
    let [atWork, most, isIdle] = [0, 0, false]
    let go = () => undefined as unknown
    const allSent = new Promise<void>((resolve) => (go = resolve))
    const { revision } = await inbox.changes('ada')
    const stop = inbox.subscribe('ada', revision, async ({ changed }) => {
      most = Math.max(most, ++atWork)
      isIdle = changed.length === 0
      if (!isIdle) await allSent
      found.push(...ids({ changed }))
      atWork--
    })
    await until(() => isIdle && atWork === 0)
    const sent: string[] = []
    for (let index = 0; index < 20; index++) sent.push(...(await send('ada', String(index))))
    go()
    await until(() => found.length >= 20)
    stop()
    deepStrictEqual(found.toSorted(), sent.toSorted())
    strictEqual(most, 1)
  },

  'who subscribes hears of what every process does, from a revision on': async ({
    inbox,
    other,
    send,
  }) => {
    await send('ada', 'before')
    const { revision } = await inbox.list('ada')
    const [missed] = await send('ada', 'missed')
    const { next, stop } = follow(other, 'ada', revision)
    deepStrictEqual(ids(await next()), [missed])
    const [own] = await send('ada', 'own')
    deepStrictEqual(ids(await next()), [own])
    const all = await inbox.broadcast({ level: 'info', text: 'all' })
    deepStrictEqual(ids(await next()), [all.id])
    await inbox.remove('ada', own!)
    deepStrictEqual((await next()).removed, [own])
    stop()
    const [last] = await send('ada', 'last')
    const again = follow(other, 'ada', undefined)
    strictEqual((await again.next()).reset, true)
    again.stop()
    strictEqual(typeof last, 'string')
    await rejects(async () => other.subscribe('ada', 'x', () => undefined), {
      code: 'FLASH_ERR_REVISION',
    })
  },

  'what is announced is shown once, on whichever process and device': async ({
    inbox,
    other,
    send,
    advance,
  }) => {
    const [one, two, silent] = await send('ada', 'one', 'two', ['silent', { announce: false }])
    advance(1)
    const all = await inbox.broadcast({ level: 'info', text: 'all' })
    deepStrictEqual(ids({ changed: await other.announcements('ada') }), [one, two, all.id])
    deepStrictEqual(await other.announced('ada', [one!, all.id, 'x']), [one, all.id])
    deepStrictEqual(await other.announced('ada', [one!]), [one])
    deepStrictEqual(ids({ changed: await inbox.announcements('ada') }), [two])
    deepStrictEqual(ids({ changed: await inbox.announcements('bob') }), [all.id])
    await inbox.markRead('ada', two!)
    deepStrictEqual(await inbox.announcements('ada'), [])
    strictEqual((await inbox.get('ada', silent!))?.text, 'silent')
    await send('ada', 'old')
    advance(86_400_001)
    deepStrictEqual(await inbox.announcements('ada'), [])
  },

  'what was shown before its time does not come': async ({
    inbox,
    other,
    now,
    send,
    advance,
    texts,
    expectCounts,
  }) => {
    const at = now() + 60_000
    const [seen] = await send('ada', ['seen', { at }], ['unseen', { at }])
    await other.announced('ada', [seen!])
    deepStrictEqual(await other.announced('bob', [seen!]), [])
    await expectCounts('ada', 0, 0, 0)
    advance(60_000)
    deepStrictEqual(await texts('ada'), ['unseen'])
    await expectCounts('ada', 1, 0, 0)
    await inbox.announced(
      'ada',
      (await inbox.announcements('ada')).map(({ id }) => id),
    )
    await expectCounts('ada', 1, 0, 0)
  },

  'every process hears who may have something new': async ({ inbox, other, send }) => {
    const heard: InboxSignals['changed'][] = []
    other.on('changed', (signal) => void heard.push(signal))
    const isTold = (user: string) => () =>
      heard.some(({ users }) => users === null || users.includes(user))
    const [id] = await send('ada', 'one')
    await until(isTold('ada'))
    heard.length = 0
    await inbox.markRead('ada', id!)
    await until(isTold('ada'))
    heard.length = 0
    await inbox.flash('bob', { level: 'info', text: 'ping' })
    await until(isTold('bob'))
    heard.length = 0
    await inbox.broadcast({ level: 'info', text: 'all' })
    await until(() => heard.some(({ users }) => users === null))
  },
}

const ids = ({ changed }: Pick<InboxChanges, 'changed'>) => changed.map(({ id }) => id)

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error('It did not happen within 10 s.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Hands out what a subscriber hears, one after the other. */
function follow(inbox: Inbox, user: string, since: string | undefined) {
  const heard: InboxChanges[] = []
  const stop = inbox.subscribe(user, since, (changes) => {
    heard.push(changes)
  })
  return {
    stop,
    next: async (): Promise<InboxChanges> => {
      await until(() => heard.length > 0)
      return heard.shift()!
    },
  }
}
