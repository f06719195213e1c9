import { defineMessages } from '@flashpost/core'
import { translateWith } from '@flashpost/react/client'
import type { MessagesClient } from '@flashpost/react/client'
import { expect, test, vi } from 'vitest'
import { startLocalClient } from './support/clients.ts'

const catalog = defineMessages({
  shipped: { level: 'info', text: (p: { id: number }) => `Order ${p.id} is on its way.` },
  saved: { level: 'success', text: 'Saved.' },
})
const german = translateWith({
  shipped: (params) => `Bestellung ${Number(params['id'])} ist unterwegs.`,
  saved: 'Gespeichert.',
})

test('a message of the catalog is said in the reader’s language', () => {
  const client = startLocalClient({ translate: german })
  client.add(catalog.shipped({ id: 7 }))
  client.add(catalog.saved())
  client.info('As it is')
  expect(texts(client)).toEqual(['Bestellung 7 ist unterwegs.', 'Gespeichert.', 'As it is'])
})

test('when the language changes, all messages change, and those without a translation do not', () => {
  const client = startLocalClient()
  client.add(catalog.shipped({ id: 7 }))
  client.add(catalog.saved())
  const [, saved] = client.store.getState().messages
  client.setTranslate(translateWith({ shipped: (params) => JSON.stringify(params) }))
  expect(texts(client)).toEqual(['{"id":7}', 'Saved.'])
  expect(client.store.getState().messages[1]).toBe(saved)
  client.setTranslate(german)
  expect(texts(client)).toEqual(['Bestellung 7 ist unterwegs.', 'Gespeichert.'])
  client.setTranslate(undefined)
  expect(texts(client)).toEqual(['Order 7 is on its way.', 'Saved.'])
})

test('a translation that throws shows the text that came', () => {
  const reported = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', reported)
  const client = startLocalClient({
    translate() {
      throw new Error('No texts')
    },
  })
  client.add(catalog.saved())
  expect(texts(client)).toEqual(['Saved.'])
  expect(reported).toHaveBeenCalledWith(new Error('No texts'))
  vi.unstubAllGlobals()
})

test('a name that no language knows is shown as it came', () => {
  const client = startLocalClient({ translate: german })
  client.add({ level: 'info', text: 'Text', name: 'constructor', params: { id: 7 } })
  expect(texts(client)).toEqual(['Text'])
})

test('a message that is given another text is not translated any more', () => {
  const client = startLocalClient({ translate: german })
  const id = client.add(catalog.saved())
  client.update(id, { text: 'Undone' })
  expect(texts(client)).toEqual(['Undone'])
  client.update(id, catalog.shipped({ id: 8 }))
  expect(texts(client)).toEqual(['Bestellung 8 ist unterwegs.'])
})

test('who listens for changes hears the translated text', () => {
  const client = startLocalClient({ translate: german })
  const id = client.info('Wait')
  const changed = vi.fn<(message: unknown) => void>()
  client.on('changed', changed)
  client.update(id, catalog.saved())
  expect(changed).toHaveBeenCalledWith(expect.objectContaining({ text: 'Gespeichert.' }))
})

function texts(client: MessagesClient): string[] {
  return client.store.getState().messages.map(({ text }) => text)
}
