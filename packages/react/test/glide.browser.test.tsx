import type { ToasterProps } from '@flashpost/react'
import { expect, test, vi } from 'vitest'
import { frames } from './support/page.ts'
import { moveMouse } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'

const frame = 1_000 / 60
const stay = { duration: null }
const toast = (text: string) =>
  [...document.querySelectorAll<HTMLElement>('.flashpost-toast')].find((each) =>
    each.textContent.includes(text),
  )!
const still = () => vi.waitFor(() => expect(document.getAnimations()).toEqual([]))

/** What a change does to an element's place, frame by frame, however slow the machine: the clock of the animations is turned by hand. */
async function follow(element: HTMLElement, change: () => void) {
  let { top } = element.getBoundingClientRect()
  change()
  await frames(1)
  const steps: { readonly px: number; readonly faintest: number }[] = []
  const moving = document.getAnimations()
  for (const each of moving) each.pause()
  for (let time = 0; time <= 600; time += frame) {
    for (const each of moving) each.currentTime = time
    const now = element.getBoundingClientRect().top
    const leaving = [...document.querySelectorAll('.flashpost-toast[inert]')]
    const opacities = leaving.map((each) => Number(getComputedStyle(each).opacity))
    steps.push({ px: Math.abs(now - top), faintest: Math.min(...opacities) })
    top = now
  }
  for (const each of moving) each.finish()
  await frames(2)
  steps.push({
    px: Math.abs(element.getBoundingClientRect().top - top),
    faintest: Infinity,
  })
  return steps
}

const largest = (steps: readonly { readonly px: number }[]) =>
  Math.max(...steps.map(({ px }) => px))

const places: readonly [string, ToasterProps][] = [
  ['at the top', {}],
  ['at the bottom', { position: 'bottom-right' }],
]

test.each(places)('neighbours glide when a toast comes, %s', async (_, props) => {
  await moveMouse([5, 500])
  const { client } = await showToaster(props)
  client.info('Here', stay)
  await vi.waitFor(() => expect(toast('Here')).toBeDefined())
  await still()
  const steps = await follow(toast('Here'), () => {
    client.info('A new one', { ...stay, description: 'with more than one line to say' })
  })
  expect(steps.reduce((sum, { px }) => sum + px, 0)).toBeGreaterThan(40)
  expect(largest(steps)).toBeLessThan(24)
})

test.each(places)('neighbours glide when toasts go, %s', async (_, props) => {
  await moveMouse([5, 500])
  const { client } = await showToaster(props)
  client.info('Stays', stay)
  const going = ['One', 'Two', 'Three'].map((text) => client.info(text, stay))
  await vi.waitFor(() => expect(toast('Three')).toBeDefined())
  await still()
  const steps = await follow(toast('Stays'), () => {
    for (const id of going) client.dismiss(id)
  })
  expect(steps.reduce((sum, { px }) => sum + px, 0)).toBeGreaterThan(100)
  expect(largest(steps)).toBeLessThan(24)
})

test('the space of a toast closes while it can still be seen going', async () => {
  await moveMouse([5, 500])
  const { client } = await showToaster()
  client.info('Stays', stay)
  const id = client.info('Goes', stay)
  await vi.waitFor(() => expect(toast('Goes')).toBeDefined())
  await still()
  const steps = await follow(toast('Stays'), () => client.dismiss(id))
  const whole = steps.reduce((sum, { px }) => sum + px, 0)
  const unseen = steps.filter(({ faintest }) => faintest < 0.1).reduce((sum, { px }) => sum + px, 0)
  expect(unseen).toBeLessThan(whole / 5)
})

test('one alone comes and goes without room being made', async () => {
  const { client } = await showToaster()
  const moved = () =>
    document.getAnimations().map((each) => (each as CSSTransition).transitionProperty)
  const id = client.info('Alone', stay)
  await vi.waitFor(() => expect(moved()).toContain('translate'))
  expect(moved()).not.toContain('height')
  await still()
  client.dismiss(id)
  await vi.waitFor(() => expect(moved()).toContain('opacity'))
  expect(moved()).not.toContain('height')
})
