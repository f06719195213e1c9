import pg from 'pg'
import { createClient } from 'redis'
import { expect, inject, test } from 'vitest'

const redisUrl = inject('redisUrl')

test.skipIf(!redisUrl)('Redis returns what was stored', async () => {
  const client = await createClient({ url: redisUrl! }).connect()
  await client.set('greeting', 'hello')
  expect(await client.get('greeting')).toBe('hello')
  await client.close()
})

test('PostgreSQL returns what was stored', async () => {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  await client.query('create temporary table greeting (text text not null)')
  await client.query('insert into greeting (text) values ($1)', ['hello'])
  const { rows } = await client.query('select text from greeting')
  expect(rows).toEqual([{ text: 'hello' }])
  await client.end()
})
