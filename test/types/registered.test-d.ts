// An app that has told the types of its levels and its catalog, through the package that it installed.
import { defineMessages, flash } from '@flashpost/fastify'
import type { LevelName, Message, MessageName, MessageOf, MessageParams } from '@flashpost/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { expectTypeOf, test } from 'vitest'

const catalog = defineMessages({
  saved: { level: 'success', text: 'Saved.' },
  shipped: {
    level: 'critical',
    text: (order: { id: number; carrier: string }) =>
      `Order ${order.id} left with ${order.carrier}`,
  },
})

declare module '@flashpost/fastify' {
  interface Register {
    catalog: typeof catalog
    levels: { critical: 50 }
  }
}

declare const app: FastifyInstance
declare const request: FastifyRequest
declare const reply: FastifyReply

test('levels are the built-in ones and the registered', () => {
  expectTypeOf<LevelName>().toEqualTypeOf<
    'debug' | 'info' | 'success' | 'warning' | 'error' | 'critical'
  >()
})

test('names and parameters come from the registered catalog', () => {
  expectTypeOf<MessageName>().toEqualTypeOf<'saved' | 'shipped'>()
  expectTypeOf<MessageParams<'shipped'>>().toEqualTypeOf<{ id: number; carrier: string }>()
  expectTypeOf<MessageOf<'shipped'>['params']['id']>().toEqualTypeOf<number>()
})

test('right use of a reply compiles', () => {
  reply.flash('success', 'Saved.', { extraTags: 'profile' })
  reply.flash(25, 'Saved.')
  reply.flash('critical', 'On fire.')
  reply.flash.critical('On fire.', { url: '/fire' })
  reply.flash(catalog.saved())
  reply.flash(catalog.shipped({ id: 7, carrier: 'DHL' }), { key: 'order-7' })
  flash(reply, 'info', 'Hello', { failSilently: true })
  flash(reply, catalog.saved(), { failSilently: true })
  expectTypeOf(reply.flash.success).returns.toBeVoid()
})

test('wrong use of a reply does not', () => {
  // @ts-expect-error -- misspelt
  reply.flash('sucess', 'Saved.')
  // @ts-expect-error -- no such level
  reply.flash.fatal('On fire.')
  // @ts-expect-error -- no text
  reply.flash('info')
  // @ts-expect-error -- the text is no string
  reply.flash.info(7)
  // @ts-expect-error -- misspelt option
  reply.flash.info('Hello', { extratags: 'x' })
  // @ts-expect-error -- the carrier is missing
  reply.flash(catalog.shipped({ id: 7 }))
  // @ts-expect-error -- an entry, not a draft
  reply.flash(catalog.saved)
  // @ts-expect-error -- data that JSON cannot carry
  reply.flash.info('Hello', { data: () => 1 })
  // @ts-expect-error -- only of the helper
  reply.flash.info('Hello', { failSilently: true })
})

test('messages of a request are typed', async () => {
  expectTypeOf(await request.messages.read()).toEqualTypeOf<readonly Message[]>()
  await request.messages.peek({ level: 'critical', tags: 'profile' })
  request.messages.level = 'critical'
  request.messages.level = undefined
  expectTypeOf(request.messages.level).toBeNumber()
  // @ts-expect-error -- no such level
  await request.messages.read({ level: 'fatal' })
  // @ts-expect-error -- made by Flashpost alone
  request.messages = undefined
})

test('handles are texts, and streams end by the name of a user', () => {
  expectTypeOf(request.messages.replyTo({ maxAge: 60 })).toBeString()
  app.flashpost.endStreams(7)
  // @ts-expect-error -- seconds are a number
  request.messages.replyTo({ maxAge: '1h' })
  // @ts-expect-error -- of nobody
  app.flashpost.endStreams(null)
})

test('signals tell what happened', () => {
  app.flashpost.on('dropped', ({ message, reason }) => {
    expectTypeOf(message).toEqualTypeOf<Message>()
    expectTypeOf(reason).toExtend<string>()
  })
  // @ts-expect-error -- no such signal
  app.flashpost.on('lost', () => undefined)
})

test('a route may say what its body is when it tells of success', () => {
  app.post('/people', {
    config: {
      flash: { success: (_request, body: { name: string }) => `${body.name} was created.` },
    },
    handler: () => ({}),
  })
  app.post('/saved', { config: { flash: { success: catalog.saved() } }, handler: () => ({}) })
  app.post('/wrong', {
    // @ts-expect-error -- neither a text nor a draft
    config: { flash: { success: 7 } },
    handler: () => ({}),
  })
})
