import { memoryStore, storeStorage } from '@flashpost/fastify'
import { expect, test } from 'vitest'
import { turn, visit } from './late-pages.ts'

/** A page that reads and adds, in front of a store, and that a later hook answers with another status. */
async function turnTo(status: number) {
  const storage = () => storeStorage({ store: memoryStore() })
  return visit(
    (app) => {
      turn(status)(app)
      app.get('/late/both', async (asked, reply) => {
        const messages = await asked.messages.read()
        reply.flash.warning('Two')
        return messages
      })
    },
    { storage },
  )
}

test.each([304, 503])(
  'a page of a store that a later hook makes a %s uses nothing',
  async (status) => {
    const { request, add, shown } = await turnTo(status)
    await add('Hello')
    expect((await request('/late/both')).status).toBe(status)
    expect(await shown()).toEqual(['Hello', 'Two'])
    expect(await shown()).toEqual([])
  },
)

test('a page of a store that a later hook makes a 201 uses what it shows', async () => {
  const { request, add, shown } = await turnTo(201)
  await add('Hello')
  expect((await request('/late/both')).status).toBe(201)
  expect(await shown()).toEqual(['Two'])
})
