import { postgresStore, redisStore, storeStorage } from '@flashpost/fastify'
import type { FlashStorage, MessageStore } from '@flashpost/fastify'
import pg from 'pg'
import { createClient } from 'redis'
import { inject, onTestFinished, test } from 'vitest'
import type { Ground } from './interleavings-app.ts'
import { boxes, expectCustody, patience, sentence } from './interleavings-property.ts'

const redisUrl = inject('redisUrl')
const postgresUrl = inject('postgresUrl')

/** What is forgotten after a page was sent takes a moment, in which another process would show it once more. */
function createGround(store: MessageStore): Ground {
  const underWay = new Set<Promise<void>>()
  return {
    isAlone: true,
    idle: () => Promise.all(underWay),
    create() {
      const storage = storeStorage({ store })
      const observed: FlashStorage = {
        ...storage,
        async remove(context, ids, why) {
          const removing = (async () => storage.remove(context, ids, why))()
          underWay.add(removing)
          await removing.finally(() => underWay.delete(removing))
        },
      }
      return [observed]
    },
  }
}

test(
  `${sentence} PostgreSQL`,
  async () => {
    const pool = new pg.Pool({ connectionString: postgresUrl })
    onTestFinished(() => pool.end())
    const query = async (sql: string, values: string[]) => (await pool.query(sql, values)).rows
    await expectCustody(createGround(postgresStore({ query, table: 'interleavings' })), boxes)
  },
  patience * 2,
)

test.skipIf(!redisUrl)(
  `${sentence} Redis`,
  async () => {
    const client = await createClient({ url: redisUrl ?? '' }).connect()
    onTestFinished(() => client.close())
    await expectCustody(createGround(redisStore(client)), boxes)
  },
  patience * 2,
)
