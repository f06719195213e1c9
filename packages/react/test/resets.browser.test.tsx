import { createMessagesClient, MessageList, MessagesProvider, Toaster } from '@flashpost/react'
import { createRoot } from 'react-dom/client'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import styles from '../src/styles.css?raw'
import { untilShown } from './support/clients.ts'
import { differences, names, openPage, partsOf, resets } from './support/looks.ts'
import type { Part } from './support/looks.ts'
import { moveMouse } from './support/pointer.ts'
import strict from './support/resets/strict.css?raw'
import viteTemplate from './support/resets/vite-template.css?raw'
import { showToaster } from './support/toasters.tsx'

let plain: readonly Part[]
beforeAll(async () => {
  // A list that the pointer rests on has it, whatever the sheet.
  await moveMouse([1_000, 5])
  plain = await look(styles)
})

test('there is something to compare', () => {
  const classes = plain.map(({ name }) => name.split('.')[1])
  for (const name of classNames()) expect(classes).toContain(name)
})

test.each(names)('the look survives %s, which comes first', async (name) => {
  expect(differences(plain, await look(resets[name] + styles))).toEqual([])
})

test.each(names)('the look survives %s, which comes last', async (name) => {
  expect(differences(plain, await look(styles + resets[name]))).toEqual([])
})

test('under the pointer, too', async () => {
  const { client, screen } = await showToaster()
  await untilShown(
    client,
    client.info('Text', { url: '#', actions: [{ label: 'Undo' }, { label: 'There', url: '#' }] }),
  )
  const parts = [
    screen.getByRole('link', { name: 'Text' }),
    screen.getByRole('button', { name: 'Undo' }),
    screen.getByRole('link', { name: 'There' }),
    screen.getByRole('button', { name: 'Close' }),
  ]
  const hovered = async () => {
    const looks = []
    for (const part of parts) {
      await userEvent.hover(part)
      const { color, borderTop, backgroundColor } = getComputedStyle(part.element())
      looks.push([color, borderTop.startsWith('0') || borderTop, backgroundColor])
    }
    return looks
  }
  const before = await hovered()
  addStyle(viteTemplate + strict)
  expect(await hovered()).toEqual(before)
})

test('without the style sheet nothing grows', async () => {
  const signs = (await look('')).filter(({ name }) => name.startsWith('svg'))
  expect(signs.length).toBeGreaterThan(9)
  for (const { place } of signs) expect(Math.max(...place.slice(2))).toBeLessThanOrEqual(16)
})

test('a later rule of the app for one class wins', async () => {
  const own = {
    color: 'rgb(1, 2, 3)',
    'background-color': 'rgb(4, 5, 6)',
    'margin-top': '7px',
    'padding-left': '8px',
    'border-top': '9px solid rgb(1, 2, 3)',
    'font-size': '11px',
    'font-weight': '100',
    width: '130px',
    'border-radius': '1px',
  }
  const rule = Object.entries(own)
    .map(([property, value]) => `${property}: ${value}`)
    .join(';')
  const rules = classNames().map((name) => `.${name} { ${rule} }`)
  const parts = (await look(styles + rules.join(' '))).filter(
    ({ name, style }) => !/:|announcer|host/.test(name) && style['visibility'] === 'visible',
  )
  const losing = parts.flatMap(({ name, style }) =>
    ['color', 'background-color', 'margin-top', 'padding-left', 'font-size', 'font-weight']
      .filter((property) => style[property] !== own[property as 'color'])
      .map((property) => `${name} ${property}: ${style[property]}`),
  )
  expect(losing).toEqual([])
})

/** How everything looks on a page with this style sheet. */
async function look(css: string): Promise<readonly Part[]> {
  const page = await openPage(css)
  const client = createMessagesClient({ hydrate: false })
  const main = page.querySelector('main')!
  const root = createRoot(main)
  root.render(
    <MessagesProvider client={client}>
      <MessageList tags="form" />
      <Toaster
        tags="corner"
        limit={9}
        richColors
        closeButton
        icons={{ debug: <b>!</b> }}
        progress
      />
      <Toaster tags="pile" stack limit={2} position="bottom-left" />
    </MessagesProvider>,
  )
  await vi.waitFor(() => expect(page.querySelectorAll('section')).toHaveLength(2))
  for (const extraTags of ['form', 'corner', 'pile']) {
    client.debug('Own sign', { extraTags, duration: null })
    client.info('A link', { url: '#', extraTags, duration: null })
    client.success('Saved', { description: 'A description', extraTags, duration: null })
    client.warning('Two actions', {
      actions: [{ label: 'Undo' }, { label: 'There', url: '#' }],
      extraTags,
    })
    client.add({ level: 'info', text: 'Working', busy: true, progress: 0.5, extraTags })
    client.error('No', { extraTags, actions: [{ label: 'Again' }] })
  }
  await vi.waitFor(() => expect(page.querySelectorAll('li')).toHaveLength(6 + 6 + 2))
  await new Promise((resolve) => page.defaultView!.requestAnimationFrame(resolve))
  const parts = partsOf(page, 'flashpost')
  root.unmount()
  client.destroy()
  page.defaultView!.frameElement!.remove()
  return parts
}

function addStyle(text: string): void {
  const style = document.createElement('style')
  style.textContent = text
  document.head.append(style)
  onTestFinished(() => style.remove())
}

/** Of everything that has a look. */
function classNames(): readonly string[] {
  const all = styles.match(/\.flashpost[\w-]*/g)!.map((name) => name.slice(1))
  return [...new Set(all)].filter((name) => !/-(host|announcer)$/.test(name))
}
