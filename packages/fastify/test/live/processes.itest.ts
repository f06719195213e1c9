// Two apps and a worker, each in a process of its own, with one inbox between them.
import { describe, expect, inject, test } from 'vitest'
import { createShared, startApp, startWorker } from './processes.ts'
import type { Hearing } from './process-inbox.ts'
import type { Kind } from './processes.ts'
import { createReader } from './reader.ts'

const kinds: readonly Kind[] = ['sqlite', 'postgres', 'redis']

const servers = { redis: inject('redisUrl'), postgres: inject('postgresUrl') }

/** Several processes of Node start, on a machine that may do other things. */
const timeout = 60_000

const texts = (count: number) => Array.from({ length: count }, (_, index) => `text-${index}`)

async function startThree(kind: Kind, hearing?: Hearing) {
  const shared = await createShared(kind, servers)
  const [here, there, worker] = await Promise.all([
    startApp(shared, hearing),
    startApp(shared, hearing),
    startWorker(shared, hearing),
  ])
  return { shared, here, there, worker }
}

describe.each(kinds.filter((kind) => kind !== 'redis' || servers.redis))(
  'two apps and a worker on %s',
  { timeout },
  (kind) => {
    test.each(['hints alone', 'asking alone'] as const)(
      'what one of them sends reaches streams of the others by %s',
      async (hearing) => {
        const { here, there, worker } = await startThree(kind, hearing)
        const [ada, bob] = [createReader('ada'), createReader('bob')]
        await Promise.all([ada.read(here.port), bob.read(there.port)])

        // Who has just begun to listen may not hear of the first ones.
        await ada.until(async () => {
          await Promise.all([there.send('ada', 'knock'), here.send('bob', 'knock')])
          for (const each of [ada, bob]) expect(each.shown()).toContain('knock')
        })

        await there.send('ada', 'from-there')
        await ada.until(() => expect(ada.shown().at(-1)).toBe('from-there'))
        worker.send('ada', 'from-the-worker')
        await ada.until(() => expect(ada.shown().at(-1)).toBe('from-the-worker'))
        worker.send(null, 'to-all')
        for (const each of [ada, bob])
          await each.until(() => expect(each.inbox()[0]).toBe('to-all'))
        expect(ada.inbox().slice(0, 3)).toEqual(['to-all', 'from-the-worker', 'from-there'])
        for (const each of [ada, bob])
          await each.until(() => expect(each.shown()).toContain('to-all'))
        expect([...ada.repeated, ...bob.repeated]).toEqual([])
      },
    )

    test('two streams of a user at different processes share what comes: each message is shown by one', async () => {
      const { here, there, worker } = await startThree(kind)
      const [one, other] = [createReader('ada', 'tab-1'), createReader('ada', 'tab-2')]
      await Promise.all([one.read(here.port), other.read(there.port)])
      const all = texts(20)
      for (const text of all) worker.send('ada', text)
      const shown = () => [...one.shown(), ...other.shown()]
      await one.until(() => expect(shown()).toHaveLength(20))
      expect(shown().toSorted()).toEqual(all.toSorted())
      for (const each of [one, other]) await each.until(() => expect(each.inbox()).toHaveLength(20))
      expect(shown().toSorted()).toEqual(all.toSorted())
    })

    test('the app that a reader is at is killed: it goes on at the other one, and has everything once', async () => {
      const { here, there, worker } = await startThree(kind)
      const ada = createReader('ada')
      await ada.read(here.port)
      const all = texts(60)
      for (const text of all) worker.send('ada', text)
      await ada.until(() => expect(ada.shown().length).toBeGreaterThan(5))
      await here.kill()
      await ada.ended()
      await ada.read(there.port)
      await ada.until(() => expect(ada.shown()).toHaveLength(60))
      expect(ada.shown().toSorted()).toEqual(all.toSorted())
      await ada.until(() => expect(ada.inbox()).toEqual(all.toReversed()))
      expect(ada.repeated).toEqual([])
    })

    test('the app that sends is killed: whatever it has answered is shown, once', async () => {
      const { here, there } = await startThree(kind)
      const ada = createReader('ada')
      await ada.read(here.port)
      const answers = texts(40).map(async (text) => ((await there.send('ada', text)) ? text : ''))
      await Promise.race(answers)
      await ada.until(() => expect(ada.shown()).not.toEqual([]))
      await there.kill()
      const answered = (await Promise.all(answers)).filter((text) => text !== '')
      await ada.until(() => expect(ada.shown()).toEqual(expect.arrayContaining(answered)))
      await ada.until(() => expect(ada.inbox().toSorted()).toEqual(ada.shown().toSorted()))
      expect(new Set(ada.shown()).size).toBe(ada.shown().length)
      expect(ada.repeated).toEqual([])
    })

    test('a worker is killed, and another one does its work again: everything is shown once', async () => {
      const { shared, here, worker } = await startThree(kind)
      const ada = createReader('ada')
      await ada.read(here.port)
      const all = texts(40)
      for (const text of all) worker.send('ada', text)
      await ada.until(() => expect(worker.sent.length).toBeGreaterThan(5))
      await worker.kill()
      const next = await startWorker(shared)
      for (const text of all) next.send('ada', text)
      await ada.until(() => expect(next.sent).toHaveLength(40))
      await ada.until(() => expect(ada.shown()).toHaveLength(40))
      expect(ada.shown().toSorted()).toEqual(all.toSorted())
      await ada.until(() => expect(ada.inbox().toSorted()).toEqual(all.toSorted()))
      expect(ada.repeated).toEqual([])
    })
  },
)
