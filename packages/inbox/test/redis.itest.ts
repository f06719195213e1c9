import { createInbox } from '@flashpost/inbox'
import { redisBackend } from '@flashpost/inbox/redis'
import type { IoRedisClient } from '@flashpost/inbox/redis'
import { testBackend } from '@flashpost/inbox/testing'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { checkModel, patience } from './model/check-model.ts'

const url = inject('redisUrl')

describe.skipIf(!url)('In Redis, to which two processes are connected', { timeout: 60_000 }, () => {
  const clients = [0, 1].map(() => createClient({ url: url ?? '' }))
  beforeAll(async () => {
    await Promise.all(clients.map((client) => client.connect()))
    await clients[0]!.flushAll()
  })
  afterAll(() => Promise.all(clients.map((client) => client.close())))
  let turn = 0

  testBackend({
    test,
    create: (name) => redisBackend(clients[turn++ % 2]!, { prefix: `contract:${name}:` }),
  })

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

  test('speaks to a client that has the shape of ioredis, and to a server that has forgotten its scripts', async () => {
    const [client] = clients
    const run =
      (name: string) =>
      (script: string, keys: number, ...values: string[]) =>
        client!.sendCommand([name, script, String(keys), ...values])
    const like: IoRedisClient = { status: 'ready', eval: run('EVAL'), evalsha: run('EVALSHA') }
    const inbox = createInbox({ backend: redisBackend(like, { prefix: 'io:' }) })
    await inbox.send('ada', { level: 'info', text: 'one' })
    await client!.scriptFlush()
    await inbox.send('ada', { level: 'info', text: 'two' })
    expect((await inbox.list('ada')).messages.map(({ text }) => text)).toEqual(['two', 'one'])
    expect(await inbox.verify('ada')).toMatchObject({ isRight: true })
    await inbox.close()
  })
})
