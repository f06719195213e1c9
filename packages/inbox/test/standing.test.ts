// Readers that listen have the turn of what comes without a word being written; nobody is given what another one may be showing.
import { createLiveTexts, openLiveSession } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Backend } from '@flashpost/inbox'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'

const patience = 10_000
const draft = (text = 'x', key?: string) => ({ level: 'info', text, ...(key && { key }) }) as const

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** The same backend, whose answers take a turn of the event loop, so that others come between a read and a write. */
function slowDown(backend: Backend) {
  let underWay = 0
  const slow =
    <Given extends unknown[], Result>(work: (...given: Given) => Awaitable<Result>) =>
    async (...given: Given): Promise<Result> => {
      underWay++
      const result = await work(...given)
      await turn()
      underWay--
      return result
    }
  const slowed: Backend = {
    ...backend,
    read: slow((user, query) => backend.read(user, query)),
    commit: slow((user, change) => backend.commit(user, change)),
  }
  /** Everything that is to happen now has happened. */
  async function settled() {
    for (let quiet = 0; quiet < 3; quiet = underWay > 0 ? 0 : quiet + 1) await turn()
  }
  return { slowed, settled }
}

/** Processes of one app, each with a clock of its own, and streams of one user. */
function openWorld(skews: readonly number[] = [0, 0]) {
  let clock = 1_900_000_000_000
  const { slowed, settled } = slowDown(memoryBackend())
  const commit = vi.fn<Backend['commit']>((...given) => slowed.commit(...given))
  const inboxes = skews.map((skew) =>
    createInbox({
      backend: { ...slowed, commit },
      now: () => clock + skew,
      pollInterval: 3_600_000,
      onError: (error) => errors.push(error),
    }),
  )
  const errors: unknown[] = []
  const texts = createLiveTexts()
  const timers = new Set<{ readonly at: number; readonly work: () => void }>()

  function listen(process: number, reader: string, heard: (id: string) => void) {
    const inbox = inboxes[process]!
    return openLiveSession({
      inbox,
      user: 'ada',
      boxes: [],
      reader,
      maxAge: 3_600,
      retry: 1_000,
      texts,
      say(events) {
        for (const { event, data } of events)
          if (event === 'messages') for (const { id } of data.messages) heard(id)
      },
      later(milliseconds, work) {
        const timer = { at: clock + milliseconds, work }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      now: () => clock + skews[process]!,
      onError: (error) => errors.push(error),
    })
  }

  async function wait(milliseconds: number) {
    const end = clock + milliseconds
    await settled()
    for (;;) {
      const next = [...timers].toSorted((one, other) => one.at - other.at)[0]
      if (!next || next.at > end) break
      timers.delete(next)
      clock = Math.max(clock, next.at)
      next.work()
      await settled()
    }
    clock = end
    await settled()
  }

  const close = () => Promise.all(inboxes.map((inbox) => inbox.close()))
  return { inboxes, commit, listen, wait, settled, close, errors, now: () => clock }
}

/** Two processes, and what the readers were given. */
function openTwo() {
  const world = openWorld()
  onTestFinished(async () => void (await world.close()))
  const [inbox, other] = world.inboxes as [(typeof world.inboxes)[0], (typeof world.inboxes)[0]]
  const got: Record<string, string[]> = {}
  const listen = (process: number, reader: string) => {
    got[reader] ??= []
    return world.listen(process, reader, (id) => void got[reader]!.push(id))
  }
  /** Has one message pushed and shown, with which a reader that listens has the turn of the next ones. */
  async function showOne() {
    await world.wait(1)
    const { id } = await inbox.send('ada', draft())
    await world.wait(1)
    await inbox.announced('ada', [id])
    world.commit.mockClear()
    return id
  }
  return { ...world, inbox, other, got, listen, showOne }
}

test('after the first message nothing is written for the next ones, of whatever kind', async () => {
  const { inbox, commit, listen, wait, got, showOne } = openTwo()
  listen(0, 'phone')
  const id = await showOne()
  const sent = [
    await inbox.send('ada', draft()),
    await inbox.broadcast(draft()),
    await inbox.flash('ada', draft()),
    await inbox.send('ada', draft()),
  ].map((each) => each.id)
  await wait(1)
  expect(got['phone']).toHaveLength(5)
  expect(new Set(got['phone'])).toEqual(new Set([id, ...sent]))
  expect(commit).not.toHaveBeenCalled()
})

test('others wait for ten seconds from the arrival on, wherever they ask', async () => {
  const { inbox, other, listen, wait, got, showOne, now } = openTwo()
  listen(0, 'phone')
  await showOne()
  listen(1, 'desk')
  await wait(1)
  await inbox.broadcast(draft())
  const arrivedAt = now()
  await wait(1)
  expect(got).toMatchObject({ phone: { length: 2 }, desk: [] })
  expect(await other.turns('ada', 'asks')).toEqual({ messages: [], until: arrivedAt + patience })
  expect(await other.turns('ada', undefined)).toMatchObject({ messages: [] })
  expect(await other.turns('ada', 'phone')).toMatchObject({ messages: [{ text: 'x' }] })
  await wait(patience - 2)
  expect(got['desk']).toEqual([])
  await wait(2)
  expect(got['desk']).toHaveLength(1)
})

test('who has shown nothing in time has the turn of what comes no longer', async () => {
  const { inbox, listen, wait, got, showOne, commit } = openTwo()
  listen(0, 'phone')
  listen(1, 'desk')
  await wait(1)
  await inbox.send('ada', draft())
  await wait(1)
  const [first, second] = got['phone']!.length > 0 ? ['phone', 'desk'] : ['desk', 'phone']
  await wait(patience + 1)
  expect(got[second]).toHaveLength(1)
  await wait(2 * patience)
  await showOne()
  await inbox.send('ada', draft())
  await wait(1)
  // Each has one more, or one has two: it was given once, and by nobody's word.
  expect(got[first]!.length + got[second]!.length).toBe(4)
  expect(commit).not.toHaveBeenCalled()
})

test.each([1, 3_000])(
  'what comes %i ms after a reader has gone is the next one’s at once',
  async (pause) => {
    const { inbox, listen, wait, got, showOne } = openTwo()
    const leave = listen(0, 'phone')
    await showOne()
    leave()
    await wait(pause)
    listen(1, 'desk')
    await wait(1)
    await inbox.send('ada', draft())
    await inbox.flash('ada', draft())
    await wait(1)
    expect(got['desk']).toHaveLength(2)
  },
)

test('what a reader has that goes is its own for ten seconds still', async () => {
  const { inbox, other, listen, wait, got, showOne } = openTwo()
  const leave = listen(0, 'phone')
  await showOne()
  const { id } = await inbox.send('ada', draft())
  await wait(1)
  expect(got['phone']).toContain(id)
  leave()
  await wait(1)
  await inbox.broadcast(draft())
  const ids = async () => (await other.turns('ada', 'desk')).messages.map((each) => each.id)
  expect(await ids()).not.toContain(id)
  expect(await ids()).toHaveLength(1)
  await wait(10_000)
  expect(await ids()).toContain(id)
})

test('a reader that comes back before its old stream was missed keeps what it has', async () => {
  const { inbox, listen, wait, got, showOne, commit } = openTwo()
  const leave = listen(0, 'phone')
  await showOne()
  listen(0, 'phone')
  await wait(1)
  leave()
  await wait(5_000)
  await inbox.send('ada', draft())
  await wait(1)
  expect(got['phone']).toHaveLength(2)
  expect(commit).not.toHaveBeenCalled()
})

test('a message that is only announced is not missed beside what was marked in the same moment', async () => {
  const { inbox, listen, wait, got, showOne } = openTwo()
  listen(0, 'phone')
  const id = await showOne()
  const flashed = inbox.flash('ada', draft())
  const marked = inbox.markRead('ada', id)
  await Promise.all([flashed, marked])
  await wait(1)
  expect(got['phone']).toContain((await flashed).id)
})

const readers = ['phone', 'desk', 'tablet'] as const
const act = fc.record({
  type: fc.constantFrom(
    ...(['send', 'flash', 'broadcast', 'listen', 'listen', 'leave'] as const),
    ...(['vanish', 'ask', 'ask', 'show', 'show', 'wait'] as const),
  ),
  key: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom('a', 'b')),
  reader: fc.constantFrom(...readers),
  process: fc.nat(1),
  time: fc.constantFrom(1, 100, 6_000, 11_000),
  /** The next one begins before this one is over. */
  isAlong: fc.boolean(),
})

test('whoever listens, asks, goes and comes back, with clocks that differ: a message is one reader’s at a time, and somebody’s in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { maxLength: 40, size: 'max' }),
      fc.constantFrom(0, -1_000, 1_000),
      async (acts, skew) => {
        const { inboxes, listen, wait, settled, close, errors, now } = openWorld([0, skew])
        const given = new Map<
          string,
          { reader: string; at: number; isAgain: boolean; had: ReadonlySet<string> }
        >()
        /** What was given to one reader while it was another's, or when it was shown. */
        const wrong: unknown[] = []
        const shown = new Set<string>()
        const inHand = new Map<string, Set<string>>()
        const open = new Map<string, () => void>()
        const gone = new Set<string>()
        const wanted = new Map<string, string>()
        const broadcasts: string[] = []
        const isCovered = (id: string) => {
          const at = broadcasts.indexOf(id)
          return at >= 0 && broadcasts.slice(at).some((later) => shown.has(later))
        }
        const give = (reader: string, id: string, isHeard = true) => {
          const before = given.get(id)
          // Who has had it in vain may have it again, without a turn that keeps it from others.
          const isAgain = before?.had.has(reader) ?? false
          // Who comes late is left half of a turn, of which clocks take a part.
          const isOver = !before || before.isAgain || now() - before.at >= patience / 2 - 1_000
          const isFree = isAgain || isOver
          if (!isFree || shown.has(id)) wrong.push([id, reader, now(), before, shown.has(id)])
          if (before?.reader !== reader)
            given.set(id, {
              reader,
              at: now(),
              isAgain,
              had: new Set([...(before?.had ?? []), reader]),
            })
          if (isHeard) inHand.set(reader, (inHand.get(reader) ?? new Set()).add(id))
        }
        const ask = async (process: number, reader: string) => {
          const { messages } = await inboxes[process]!.turns('ada', reader)
          for (const { id } of messages) give(reader, id)
        }

        const send = async (
          by: (typeof inboxes)[0],
          type: 'send' | 'flash',
          key: string | null,
        ) => {
          const { id } = await by[type]('ada', draft('x', key ?? undefined))
          wanted.set(key ?? id, id)
        }
        const broadcast = async (by: (typeof inboxes)[0]) => {
          const { id } = await by.broadcast(draft())
          wanted.set(id, id)
          broadcasts.push(id)
        }
        const show = async (by: (typeof inboxes)[0], reader: string) => {
          await settled()
          const ids = [...(inHand.get(reader) ?? [])]
          inHand.delete(reader)
          await by.announced('ada', ids)
          await settled()
          for (const id of ids) shown.add(id)
        }
        const follow = (type: 'listen' | 'leave' | 'vanish', reader: string, process: number) => {
          const name = `${reader}@${process}`
          // A reader that is cut off hears nothing, and nobody is told.
          const hear = (id: string) => give(reader, id, !gone.has(name))
          if (type === 'listen' && !open.has(name)) open.set(name, listen(process, reader, hear))
          else if (type === 'vanish') gone.add(name)
          else if (type === 'leave') {
            open.get(name)?.()
            open.delete(name)
            gone.delete(name)
          }
        }

        let underWay: Promise<unknown>[] = []
        for (const [index, each] of acts.entries()) {
          const by = inboxes[each.process]!
          if (each.type === 'wait') await wait(each.time)
          // Which is the last one of a key is said by clocks.
          else if (each.type === 'send' || each.type === 'flash')
            underWay.push(send(each.key === null ? by : inboxes[0]!, each.type, each.key))
          else if (each.type === 'broadcast') underWay.push(broadcast(by))
          else if (each.type === 'ask') underWay.push(ask(each.process, each.reader))
          else if (each.type === 'show') await show(by, each.reader)
          else follow(each.type, each.reader, each.process)
          if (each.isAlong && acts[index + 1]?.type !== 'show') continue
          await Promise.all(underWay)
          underWay = []
          await wait(1)
        }
        await Promise.all(underWay)
        await settled()
        for (const leave of open.values()) leave()
        await wait(3 * patience)
        await ask(1, 'watch')
        expect([wrong, errors]).toEqual([[], []])
        for (const id of wanted.values()) {
          const isDone = shown.has(id) || given.get(id)?.reader === 'watch' || isCovered(id)
          expect([id, isDone]).toEqual([id, true])
        }
        await close()
      },
    ),
    { numRuns: 300 },
  )
})
