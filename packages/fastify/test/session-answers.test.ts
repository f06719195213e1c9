import { cookieStorage, fallbackStorage, sessionStorage } from '@flashpost/fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { createSlowStore, everyWay, sessionOf, shown, visitWithSession } from './session-support.ts'
import type { SessionWay } from './session-support.ts'
import { listen } from './support.ts'

/** Adds a hook that runs after those of Flashpost and of the session, for requests that ask for it. */
function thereafter(app: FastifyInstance, what: 'fail' | 'not-modified') {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.headers['x-then'] !== what || reply.statusCode >= 300) return payload
    if (what === 'fail') throw new Error('on purpose')
    reply.code(304)
    return null
  })
}

const then = (url: string, what: 'fail' | 'not-modified') => ({ url, headers: { 'x-then': what } })

async function visitWithUser(way: SessionWay, what: 'fail' | 'not-modified') {
  const visitor = await visitWithSession(
    way,
    {},
    {
      '/user': (request) => {
        sessionOf(request).set('user', 'ada')
        return {}
      },
      '/save': (_, reply) => {
        reply.flash.success('Saved.')
        reply.flash.warning('Nearly full.')
        return {}
      },
    },
  )
  thereafter(visitor.app, what)
  await visitor.inject('/user')
  return visitor
}

describe.each(everyWay)('a session of $plugin, registered $order Flashpost,', (way) => {
  test('still holds what a page has shown whose later hook fails', async () => {
    const visitor = await visitWithUser(way, 'fail')
    await visitor.inject('/add?text=one&text=two')
    expect((await visitor.inject(then('/show', 'fail'))).statusCode).toBe(500)
    expect(await shown(visitor)).toEqual(['one', 'two'])
    expect(await shown(visitor)).toEqual([])
  })

  test('still holds what a page has shown that a later hook makes a 304', async () => {
    const visitor = await visitWithUser(way, 'not-modified')
    await visitor.inject('/add?text=one&text=two')
    expect((await visitor.inject(then('/show', 'not-modified'))).statusCode).toBe(304)
    expect(await shown(visitor)).toEqual(['one', 'two'])
    expect(await shown(visitor)).toEqual([])
  })

  test('does not hold the success of a request whose later hook fails, and holds its warning', async () => {
    const visitor = await visitWithUser(way, 'fail')
    await visitor.inject('/add?text=one')
    const heard = listen(visitor.app)
    expect((await visitor.inject(then('/save', 'fail'))).statusCode).toBe(500)
    expect(heard.filter((line) => line.startsWith('dropped'))).toEqual(['dropped Saved.: failed'])
    expect(await shown(visitor)).toEqual(['one', 'Nearly full.'])
    expect(await shown(visitor)).toEqual([])
  })
})

test('what a session has lost hold of is held once by the next storage, whatever later hooks do', async () => {
  const store = createSlowStore(0)
  const visitor = await visitWithSession(
    { plugin: '@fastify/session', order: 'before', session: { store } },
    { storage: fallbackStorage([sessionStorage(), cookieStorage()]) },
    {
      '/logout': async (request) => {
        await sessionOf(request).destroy!()
        return {}
      },
    },
  )
  thereafter(visitor.app, 'fail')
  await visitor.inject('/add?text=one&text=two')
  expect((await visitor.inject(then('/logout', 'fail'))).statusCode).toBe(500)
  expect(await shown(visitor)).toEqual(['one', 'two'])
  expect(await shown(visitor)).toEqual([])
})
