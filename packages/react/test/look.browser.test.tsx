import { expect, onTestFinished, test, vi } from 'vitest'
import { untilShown } from './support/clients.ts'
import { moveMouse } from './support/pointer.ts'
import { emulate } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

const toast = () => document.querySelector<HTMLElement>('.flashpost-toast')!
const isDark = (color: string) =>
  Number(/\d+(\.\d+)?/.exec(color)?.[0]) > (color.startsWith('rgb') ? 127 : 0.5)

test.each([
  ['light', 'dark', false],
  ['dark', 'light', true],
] as const)('the theme %s is that, on a page in %s colours', async (theme, page, isLightText) => {
  document.documentElement.style.colorScheme = page
  onTestFinished(() => void document.documentElement.style.removeProperty('color-scheme'))
  const { client } = await showToaster({ theme })
  await untilShown(client, client.info('Text'))
  expect(isDark(getComputedStyle(toast()).color)).toBe(isLightText)
})

test('without a theme the colours are those of the page', async () => {
  const { client } = await showToaster()
  await untilShown(client, client.info('Text'))
  expect(isDark(getComputedStyle(toast()).color)).toBe(false)
  document.documentElement.style.colorScheme = 'dark'
  onTestFinished(() => void document.documentElement.style.removeProperty('color-scheme'))
  expect(isDark(getComputedStyle(toast()).color)).toBe(true)
})

test('rich colours are those of the level, and give way to the reader’s own', async () => {
  const { client } = await showToaster({ richColors: true })
  client.error('No')
  await untilShown(client, client.success('Yes', { description: 'Indeed', duration: null }))
  const looks = () =>
    [...document.querySelectorAll('.flashpost-toast')].map((each) => {
      const { color, backgroundColor, borderTopColor } = getComputedStyle(each)
      return [color, backgroundColor, borderTopColor]
    })
  const [success, error] = looks()
  for (const [index, color] of success!.entries()) expect(color).not.toBe(error![index])
  expect(getComputedStyle(document.querySelector('.flashpost-description')!).color).toBe(
    success![0],
  )
  await emulate([{ name: 'forced-colors', value: 'active' }])
  onTestFinished(() => emulate([]))
  expect(new Set(looks().map(String)).size).toBe(1)
})

test('signs can be replaced by level and for running work, and left out', async () => {
  const { client, screen } = await showToaster({
    icons: { success: <b>yes</b>, busy: <b>wait</b>, info: null },
  })
  client.success('Saved')
  client.add({ level: 'success', text: 'Saving', busy: true })
  client.info('Plain')
  client.error('Failed')
  await expect.element(screen.getByText('Failed')).toBeVisible()
  const icons = [...document.querySelectorAll('.flashpost-toast')].map((each) => {
    const icon = each.querySelector(':scope > [aria-hidden="true"]')
    return icon?.textContent || icon?.tagName
  })
  expect(icons).toEqual(['svg', undefined, 'wait', 'yes'])
})

test('the close button may be left out', async () => {
  const { client } = await showToaster({ closeButton: false })
  await untilShown(client, client.info('Text'))
  expect(toast().querySelector('button')).toBeNull()
})

test('a toaster may have a class of its own, and any later rule wins over the style sheet', async () => {
  addStyle('.mine * { color: rgb(1, 2, 3); border-radius: 0 }')
  const { client } = await showToaster({ className: 'mine' })
  await untilShown(client, client.info('Text'))
  expect(getComputedStyle(toast()).color).toBe('rgb(1, 2, 3)')
  expect(getComputedStyle(toast()).borderRadius).toBe('0px')
})

test('the text of one line is at the height of its sign and its button', async () => {
  const { client } = await showToaster()
  await untilShown(client, client.info('Text'))
  await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
  const middles = ['svg', 'p', 'button'].map((name) => {
    const { top, bottom } = toast().querySelector(name)!.getBoundingClientRect()
    return Math.round((top + bottom) / 2)
  })
  expect(new Set(middles).size).toBe(1)
})

test('a shadow is not cut off', async () => {
  const { client } = await showToaster()
  await untilShown(client, client.info('Text'))
  await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
  const list = document.querySelector('.flashpost-list')!.getBoundingClientRect()
  const { left, right, bottom } = toast().getBoundingClientRect()
  expect(left - list.left).toBeGreaterThanOrEqual(20)
  expect(list.right - right).toBeGreaterThanOrEqual(20)
  expect(list.bottom - bottom).toBeGreaterThanOrEqual(20)
})

test('what is between toasts and beside them can be pressed through', async () => {
  await moveMouse([5, 500])
  const { client } = await showToaster()
  client.info('One', { duration: null })
  await untilShown(client, client.info('Two', { duration: null }))
  await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
  const { bottom, left } = toast().getBoundingClientRect()
  const below = document.elementFromPoint(left + 20, bottom + 5)
  expect(below?.closest('.flashpost')).toBeNull()
})

test.each([
  ['critical', 50, 'error'],
  ['notice', 22, 'info'],
  ['trace', 5, 'debug'],
] as const)(
  'a level of the app, %s, looks like the nearest one below',
  async (tag, level, like) => {
    const { client } = await showToaster({}, { hydrate: false, levels: { [tag]: level } })
    client.add({ level: like, text: 'One', duration: null })
    await untilShown(client, client.add({ level, text: 'Two', duration: null }))
    const looks = [...document.querySelectorAll('.flashpost-icon')].map((icon) => [
      getComputedStyle(icon).backgroundColor,
      icon.innerHTML,
    ])
    expect(looks[0]).toEqual(looks[1])
    addStyle(`[data-level='${tag}'] { --flashpost-accent: rgb(1, 2, 3) }`)
    const colors = [...document.querySelectorAll('.flashpost-icon')].map(
      (icon) => getComputedStyle(icon).backgroundColor,
    )
    expect(colors).toEqual(['rgb(1, 2, 3)', looks[1]![0]])
  },
)

test('a level of the app may have a sign of its own, else it has that of the nearest one below', async () => {
  const icons: object = { error: <b>error</b>, fatal: <b>fatal</b> }
  const { client, screen } = await showToaster(
    { icons },
    { hydrate: false, levels: { critical: 50, fatal: 60 } },
  )
  client.add({ level: 50, text: 'One' })
  client.add({ level: 60, text: 'Two' })
  await expect.element(screen.getByText('Two')).toBeVisible()
  const signs = [...document.querySelectorAll('.flashpost-own-icon')]
  expect(signs.map(({ textContent }) => textContent)).toEqual(['fatal', 'error'])
})

test('a short action is in the row of the text, at its end; what needs more room is below', async () => {
  const { client, screen } = await showToaster()
  client.error('Not sent', { actions: [{ label: 'Retry' }] })
  client.error('Not saved', {
    actions: [{ label: 'Show me what is wrong' }, { label: 'Retry it' }],
  })
  await expect.element(screen.getByText('Not saved')).toBeVisible()
  await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
  const boxOf = (name: string) =>
    screen.getByText(name, { exact: true }).element().getBoundingClientRect()
  const [text, retry] = [boxOf('Not sent'), boxOf('Retry')]
  expect(retry.top + retry.bottom).toBeCloseTo(text.top + text.bottom, -0.5)
  expect(retry.left).toBeGreaterThan(text.right)
  expect(boxOf('Retry it').top).toBeGreaterThan(boxOf('Not saved').bottom)
})

test('two actions may have one label', async () => {
  const errors = vi.spyOn(console, 'error')
  const { client } = await showToaster()
  await untilShown(client, client.error('Text', { actions: [{ label: 'Go' }, { label: 'Go' }] }))
  expect(toast().querySelectorAll('.flashpost-action')).toHaveLength(2)
  expect(errors).not.toHaveBeenCalled()
  errors.mockRestore()
})

test('the class of a toaster is one word when it has no other', async () => {
  await showToaster()
  expect(document.querySelector('section')?.className).toBe('flashpost')
})

function addStyle(text: string): void {
  const style = document.createElement('style')
  style.textContent = text
  document.head.append(style)
  onTestFinished(() => style.remove())
}
