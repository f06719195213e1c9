import { defineMessages } from '@flashpost/core'
import { fitsCatalog } from '@flashpost/core/protocol'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { message } from './support.ts'

const catalog = defineMessages({
  saved: { level: 'success', text: 'Saved.', duration: 2_000 },
  shipped: { level: 'info', text: (order: { id: number }) => `Order ${order.id} is on its way.` },
  paid: {
    level: 'success',
    schema: z.object({ cents: z.number().int() }),
    text: (payment) => `${payment.cents} cents were paid.`,
  },
  invited: {
    level: 'info',
    schema: v.object({ mail: v.string() }),
    text: (guest) => `${guest.mail} was invited.`,
  },
})

test('an entry makes a draft with its name, parameters and options', () => {
  expect(catalog.saved()).toEqual({
    level: 'success',
    text: 'Saved.',
    name: 'saved',
    duration: 2_000,
  })
  expect(catalog.shipped({ id: 7 })).toEqual({
    level: 'info',
    text: 'Order 7 is on its way.',
    name: 'shipped',
    params: { id: 7 },
  })
})

test('an entry tells its definition', () => {
  expect(catalog.saved.definition.text).toBe('Saved.')
})

test('a schema of any vendor refuses wrong parameters with an error that says where', () => {
  expect(catalog.paid({ cents: 5 }).text).toBe('5 cents were paid.')
  expect(() => catalog.paid({ cents: 0.5 })).toThrow(/FlashError|cents/)
  expect(() => catalog.paid({ cents: 0.5 })).toThrow(
    expect.objectContaining({ code: 'FLASH_ERR_PARAMS' }),
  )
  expect(() => catalog.invited({ mail: 7 as never })).toThrow(/mail: /)
})

test('a schema that answers later is refused', () => {
  const later = defineMessages({
    slow: { level: 'info', text: 'Slow', schema: z.object({}).refine(() => Promise.resolve(true)) },
  })
  expect(() => later.slow({})).toThrow(/promise/)
})

test('a message from outside fits when its schema accepts the parameters, or when nothing can be said', () => {
  const fits = (name: string | undefined, params?: object) =>
    fitsCatalog(catalog, {
      ...message(),
      ...(name && { name }),
      ...(params && { params: params as never }),
    })
  expect(fits('paid', { cents: 5 })).toBe(true)
  expect(fits('paid', { cents: 'five' })).toBe(false)
  expect(fits('paid')).toBe(false)
  expect(fits('shipped', { id: 'seven' })).toBe(true)
  expect(fits('toString', { id: 7 })).toBe(true)
  expect(fits(undefined)).toBe(true)
})
