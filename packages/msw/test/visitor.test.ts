import type { PendingMessage } from '@flashpost/core'
import type { Fate } from '@flashpost/core/protocol'
import { buildMessage } from '@flashpost/core/protocol'
import { expect, test } from 'vitest'
import { createVisitor } from '../src/visitor.ts'

const pending = (id: string): PendingMessage => ({
  message: buildMessage({ id: id.repeat(22), level: 20, levelTag: 'info', text: id }),
})
const [one, two] = [pending('1'), pending('2')]
const fates = (of: PendingMessage, fate: Fate) => new Map([[of.message.id, fate]])

test('what only an earlier answer decided does not stick', async () => {
  const visitor = createVisitor(Infinity)
  const before = visitor.open()
  before.add(one)
  await before.save(new Map())

  const holder = visitor.open()
  holder.add(two)
  await holder.save(fates(two, 'failed'))
  expect([...visitor.waiting.values()]).toEqual([one])
  await holder.save(fates(one, 'expired'))
  expect([...visitor.waiting.values()]).toEqual([two])
  await holder.save(new Map())
  expect([...visitor.waiting.values()]).toHaveLength(2)
})

test('what has no place is held by nobody, and has one when the next answer makes room', async () => {
  const visitor = createVisitor(1)
  const holder = visitor.open()
  holder.add(one)
  holder.add(two)
  expect(await holder.save(new Map())).toMatchObject({ unheld: [two] })
  expect(await holder.save(fates(one, 'failed'))).toMatchObject({ unheld: [] })
  expect([...visitor.waiting.values()]).toEqual([two])
})

test('an acknowledgement is confirmed where something waited, and taken in any case', async () => {
  const visitor = createVisitor(Infinity)
  const used = fates(one, 'acknowledged')
  expect(await visitor.open().save(used)).toMatchObject({ isForgotten: false })
  expect([...visitor.used]).toEqual([one.message.id])
  const holder = visitor.open()
  holder.add(two)
  await holder.save(new Map())
  expect(await visitor.open().save(used)).toMatchObject({ isForgotten: true })
})
