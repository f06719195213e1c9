import { defineMessages } from '@flashpost/core'
import { createMessage } from '@flashpost/core/protocol'
import type {
  CatalogEntry,
  LevelName,
  MessageDraft,
  MessageOf,
  MessageParams,
} from '@flashpost/core'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const catalog = defineMessages({
  saved: { level: 'success', text: 'Saved.' },
  shipped: { level: 'info', text: (order: { id: number }) => `Order ${order.id}` },
  paid: {
    level: 'info',
    schema: z.object({ cents: z.number() }),
    text: ({ cents }) => `${cents.toFixed()} cents`,
  },
})

test('an entry takes what its text and its schema need', () => {
  expectTypeOf(catalog.saved).parameters.toEqualTypeOf<[]>()
  expectTypeOf(catalog.shipped).parameters.toEqualTypeOf<[params: { id: number }]>()
  expectTypeOf(catalog.paid).parameters.toEqualTypeOf<[params: { cents: number }]>()
  expectTypeOf(catalog.paid).returns.toEqualTypeOf<MessageDraft>()
  expectTypeOf(catalog.saved).toEqualTypeOf<CatalogEntry<unknown>>()
})

test('wrong parameters do not compile', () => {
  // @ts-expect-error -- a string is no id
  void (() => catalog.shipped({ id: '7' }))
  // @ts-expect-error -- the parameters are missing
  void (() => catalog.shipped())
  // @ts-expect-error -- there are no parameters
  void (() => catalog.saved({ id: 7 }))
  // @ts-expect-error -- the schema says number
  void (() => catalog.paid({ cents: '7' }))
  // @ts-expect-error -- there is no such entry
  void (() => catalog.lost())
})

test('a level must be known', () => {
  expectTypeOf<LevelName>().toEqualTypeOf<'debug' | 'info' | 'success' | 'warning' | 'error'>()
  // @ts-expect-error -- misspelt
  void (() => defineMessages({ saved: { level: 'sucess', text: 'Saved.' } }))
  // @ts-expect-error -- misspelt
  void (() => createMessage({ level: 'sucess', text: 'Saved.' }, undefined as never))
})

test('without a registered catalog any name and any parameters are possible', () => {
  expectTypeOf<MessageOf<'anything'>['name']>().toEqualTypeOf<'anything'>()
  expectTypeOf<MessageParams<'anything'>>().toExtend<object>()
})
