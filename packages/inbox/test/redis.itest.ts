import { createInbox } from '@flashpost/inbox'
import { redisBackend } from '@flashpost/inbox/redis'
import { Redis } from 'ioredis'
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
