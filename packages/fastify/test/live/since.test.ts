// From which revision on what a stream says counts.
import { expect, test } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox } from '../inbox/support.ts'
import { listen } from './support.ts'

const draft = (text: string) => ({ level: 'info', text }) as const

test('each change says which one came before it, whatever was only announced between them', async () => {
  const inbox = openInbox()
  const port = await portOf(await openApp({ inbox }))
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  const texts = ['one', 'two', 'three']
  for (const [index, text] of texts.entries()) {
    await inbox.flash('ada', draft('only announced'))
    await inbox.send('ada', draft(text))
    await ada.until(() => expect(ada.changes()).toHaveLength(index + 1))
  }
  const said = ada.changes().map(({ revision }) => revision)
  const before = [ada.hello()!.revision, ...said.slice(0, -1)]
  expect(ada.changes().map((changes) => Reflect.get(changes, 'since'))).toEqual(before)
})

test('a stream that goes on says the changes since what its reader knew', async () => {
  const inbox = openInbox()
  const port = await portOf(await openApp({ inbox }))
  await inbox.send('ada', draft('one'))
  const { revision } = await inbox.changes('ada')
  await inbox.send('ada', draft('two'))
  const ada = await listen(port, { user: 'ada', since: revision })
  await ada.until(() => expect(ada.changes()).toHaveLength(1))
  expect(Reflect.get(ada.changes()[0]!, 'since')).toBe(revision)
})
