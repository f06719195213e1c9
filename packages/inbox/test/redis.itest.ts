import { createInbox } from '@flashpost/inbox'
import type { Inbox, InboxSignals } from '@flashpost/inbox'
import { redisBackend } from '@flashpost/inbox/redis'
import type { NodeRedisClient } from '@flashpost/inbox/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { checkModel, patience } from './model/check-model.ts'
import { checkKills, killPatience } from './processes/check-kills.ts'
import type { Shared } from './processes/check-kills.ts'

const url = inject('redisUrl')

describe.skipIf(!url)('In Redis, to which two processes are connected', { timeout: 60_000 }, () => {
  const clients = [0, 1].map(() => createClient({ url: url ?? '' }))
  beforeAll(async () => {
    await Promise.all(clients.map((client) => client.connect()))
    await clients[0]!.flushAll()
  })
  afterAll(() => Promise.all(clients.map((client) => client.close())))
  test(
    'two processes and their clients see what a plain model says, whatever is done',
    { timeout: patience },
    async () => {
      let round = 0
      const create = async () => {
        const prefix = `model:${++round}:`
        return [
          redisBackend(clients[0]!, { prefix }),
          redisBackend(clients[1]!, { prefix }),
        ] as const
      }
      await expect(checkModel(create)).resolves.toBeUndefined()
    },
  )

  test(
    'a process that is killed at any step loses nothing and leaves nothing twice, once its work is done again',
    { timeout: killPatience },
    async () => {
      let number = 0
      const create = async (): Promise<Shared> => {
        const prefix = `killed ${++number}:`
        const backend = () => redisBackend(clients[0]!, { prefix })
        return { args: ['redis', url ?? '', prefix], backend }
      }
      await expect(checkKills(create)).resolves.toBeUndefined()
    },
  )

  test('who dies while a user is forgotten leaves nothing that the next attempt does not find', async () => {
    const [client] = clients
    const done = { forgotten: false }
    for (let nth = 1; !done.forgotten; nth++) {
      const options = { prefix: `erase ${nth}:` }
      const inbox = createInbox({ backend: redisBackend(client!, options) })
      for (const text of ['one', 'two']) await inbox.send('ada', { level: 'info', text })
      let left = nth
      const dying: NodeRedisClient = {
        eval: (script, given) => client!.eval(script, given),
        evalSha: (sha, given) =>
          --left > 0 ? client!.evalSha(sha, given) : Promise.reject(new Error('dead')),
      }
      const other = createInbox({ backend: redisBackend(dying, options) })
      done.forgotten = await other.eraseUser('ada').then(
        () => true,
        () => false,
      )
      await inbox.eraseUser('ada')
      expect(await client!.keys(`${options.prefix}m:*`)).toEqual([])
      expect(await inbox.exportUser('ada')).toEqual([])
      await Promise.all([inbox.close(), other.close()])
    }
  })

  test('what has lost what it says goes when its time comes, and keeps nobody waiting', async () => {
    const [client] = clients
    let clock = 1_000
    const backend = redisBackend(client!, { prefix: 'lost:' })
    const inbox = createInbox({ backend, now: () => clock })
    const { id } = await inbox.send('ada', { level: 'info', text: 'later' }, { at: 2_000 })
    await inbox.send('ada', { level: 'info', text: 'now' })
    await client!.del(`lost:m:{${id}}`)
    clock = 2_000
    expect((await inbox.list('ada')).messages.map(({ text }) => text)).toEqual(['now'])
    expect(await inbox.verify('ada')).toMatchObject({ isRight: true, kept: { total: 1 } })
    await inbox.close()
  })

  test('who dies while sending leaves no body behind that nobody has, and nobody is told of what did not come', async () => {
    const [client] = clients
    const draft = { level: 'info', text: 'Hello' } as const
    const sends: readonly ((inbox: Inbox) => Promise<unknown>)[] = [
      (inbox) => inbox.sendMany(['ada', 'bob'], draft),
      (inbox) => inbox.send('ada', draft, { at: Date.now() + 1_000 }),
      (inbox) => inbox.flash('ada', draft),
    ]
    for (const [index, send] of sends.entries()) {
      const done = { sent: false }
      for (let nth = 1; !done.sent; nth++) {
        const options = { prefix: `sending ${index} ${nth}:` }
        let clock = Date.now()
        let left = nth
        const dying: NodeRedisClient = {
          eval: (script, given) => client!.eval(script, given),
          evalSha: (sha, given) =>
            --left > 0 ? client!.evalSha(sha, given) : Promise.reject(new Error('dead')),
        }
        const now = () => clock
        const backend = redisBackend(dying, options)
        const sender = createInbox({ backend, now, onError: () => undefined })
        done.sent = await send(sender).then(
          () => true,
          () => false,
        )
        left = 0
        const other = createInbox({ backend: redisBackend(client!, options), now })
        const told: InboxSignals['stored'][] = []
        for (const wait of [60_000, 2 * 86_400_000]) {
          clock += wait
          other.on('stored', (signal) => told.push(signal))
          await other.cleanup()
        }
        const rows = new Set<string>()
        for (const key of await client!.keys(`${options.prefix}u:*:rows`))
          for (const id of await client!.hKeys(key)) rows.add(`${options.prefix}m:{${id}}`)
        const bodies = await client!.keys(`${options.prefix}m:{*}`)
        expect([nth, bodies.toSorted()]).toEqual([nth, [...rows].toSorted()])
        for (const { id, users } of told)
          for (const user of users ?? [])
            expect(await client!.hExists(`${options.prefix}u:{${user}}:rows`, id)).toBe(1)
        expect(await client!.hLen(`${options.prefix}{outbox}:all`)).toBe(0)
        await other.close()
      }
    }
  })

  test('a process that sends and ends at once has told others', async () => {
    const [client] = clients
    const subscriber = await client!.duplicate().connect()
    const heard: string[] = []
    await subscriber.sSubscribe('ending:{hints}', (payload) => heard.push(payload))
    const ending = await client!.duplicate().connect()
    const inbox = createInbox({ backend: redisBackend(ending, { prefix: 'ending:' }) })
    await inbox.send('ada', { level: 'info', text: 'x' })
    await inbox.close()
    ending.destroy()
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['["ada"]'])
    await subscriber.close()
  })

  test('a server that has lost its data begins anew, and who follows is told to load anew', async () => {
    const [client, own] = clients
    const prefix = 'emptied:'
    const [inbox, other] = [client!, own!].map((each) =>
      createInbox({ backend: redisBackend(each, { prefix }), pollInterval: 20 }),
    )
    const heard = { counts: { unread: -1 }, reset: false }
    const seen: string[] = []
    for (let round = 1; round <= 3; round++) {
      // As many changes as before, of the user and of the log.
      await inbox!.broadcast({ level: 'info', text: `all ${round}` })
      await inbox!.send('ada', { level: 'info', text: `to ada ${round}` })
      if (round === 1)
        other!.subscribe('ada', undefined, (changes) => void Object.assign(heard, changes))
      const texts = async () =>
        (await other!.list('ada')).messages.map(({ text }) => text).toSorted()
      await expect.poll(texts, { timeout: 10_000 }).toEqual([`all ${round}`, `to ada ${round}`])
      await expect
        .poll(() => heard, { timeout: 10_000 })
        .toMatchObject({ counts: { unread: 2 }, reset: true })
      const { revision } = await other!.list('zoe')
      expect(seen).not.toContain(revision)
      seen.push(revision)
      for (const key of await client!.keys(`${prefix}*`)) await client!.del(key)
      expect((await other!.list('zoe')).messages).toEqual([])
      heard.reset = false
    }
    await Promise.all([inbox!.close(), other!.close()])
  })

  test('a server that has forgotten its scripts is told them again, by either client', async () => {
    const [client] = clients
    const other = new Redis(url ?? '')
    for (const [index, each] of [client!, other].entries()) {
      const inbox = createInbox({ backend: redisBackend(each, { prefix: `scripts ${index}:` }) })
      await inbox.send('ada', { level: 'info', text: 'one' })
      await client!.scriptFlush()
      await inbox.send('ada', { level: 'info', text: 'two' })
      expect((await inbox.list('ada')).messages.map(({ text }) => text)).toEqual(['two', 'one'])
      expect(await inbox.verify('ada')).toMatchObject({ isRight: true })
      await inbox.close()
    }
    await other.quit()
  })
})
