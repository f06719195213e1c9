import { MessagesProvider, Toaster } from '@flashpost/react'
import type { MessagesClient, ToasterProps } from '@flashpost/react'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { texts, untilShown } from './support/clients.ts'
import { setVisibility } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

// The clock stands still but for what a test lets pass; frames come as they do.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

test('a message leaves after its time, and says why', async () => {
  const { client } = await showTimed()
  const reasons: string[] = []
  client.on('dismissed', ({ reason }) => reasons.push(reason))
  await show(client, () => client.info('Short'))
  await vi.advanceTimersByTimeAsync(5_999)
  expect(texts(client)).toEqual(['Short'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
  expect(reasons).toEqual(['timeout'])
})

test('a longer text stays longer', async () => {
  const { client } = await showTimed()
  await show(client, () => client.info('x'.repeat(100), { description: 'x'.repeat(100) }))
  await vi.advanceTimersByTimeAsync(12_999)
  expect(texts(client)).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test('errors, messages with actions, running work and endless ones stay', async () => {
  const { client } = await showTimed()
  await show(client, () => client.error('Error'))
  await show(client, () => client.info('Action', { actions: [{ label: 'Undo' }] }))
  await show(client, () => client.add({ level: 'info', text: 'Busy', busy: true }))
  await show(client, () => client.info('Endless', { duration: null }))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(texts(client)).toEqual(['Error', 'Action', 'Busy', 'Endless'])
})

test('a message that says how long stays that long, else the toaster says', async () => {
  const { client } = await showTimed({ duration: ({ level }) => level * 100 })
  await show(client, () => client.error('Own', { duration: 1_000 }))
  await show(client, () => client.info('2 s'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts(client)).toEqual(['2 s'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts(client)).toEqual([])
})

test('a change starts the time anew', async () => {
  const { client } = await showTimed()
  const id = await show(client, () => client.info('Saving'))
  await vi.advanceTimersByTimeAsync(5_000)
  client.update(id, { text: 'Saved' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(texts(client)).toEqual(['Saved'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts(client)).toEqual([])
})

test('work that is done gets its time then', async () => {
  const { client } = await showTimed()
  const id = await show(client, () => client.add({ level: 'info', text: 'Saving', busy: true }))
  await vi.advanceTimersByTimeAsync(60_000)
  client.update(id, { text: 'Saved', busy: false })
  await vi.advanceTimersByTimeAsync(5_999)
  expect(texts(client)).toEqual(['Saved'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test('time stands still in a hidden document, and goes on where it stood', async () => {
  const { client } = await showTimed()
  await show(client, () => client.info('Text'))
  await vi.advanceTimersByTimeAsync(4_000)
  setVisibility('hidden')
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(texts(client)).toEqual(['Text'])
  setVisibility('visible')
  await vi.advanceTimersByTimeAsync(1_999)
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test('a message that came in a hidden document has all of its time when that is shown', async () => {
  const { client } = await showTimed()
  setVisibility('hidden')
  const id = client.info('Text')
  await vi.advanceTimersByTimeAsync(3_600_000)
  setVisibility('visible')
  await untilShown(client, id)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(texts(client)).toEqual(['Text'])
})

test('time stands still while the pointer is inside, also for what comes meanwhile', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('First'))
  await userEvent.hover(screen.getByText('First'))
  await show(client, () => client.info('Second'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['First', 'Second'])
  await userEvent.hover(screen.getByText('Elsewhere'))
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('time goes on when the toast under the pointer was closed', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('First'))
  await show(client, () => client.info('Second', { duration: null }))
  await userEvent.click(screen.getByRole('button', { name: 'Close' }).first())
  await userEvent.hover(screen.getByText('Elsewhere'))
  await vi.advanceTimersByTimeAsync(7_000)
  expect(texts(client)).toEqual([])
})

test('time stands still while the keyboard is inside', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  screen.getByText('Elsewhere').element().focus()
  await userEvent.keyboard('{Tab}')
  await expect.element(screen.getByRole('button', { name: 'Close' })).toHaveFocus()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('time goes on after the toaster was away', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  await vi.advanceTimersByTimeAsync(5_000)
  await screen.rerender(<p>Another page</p>)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  await screen.unmount()
})

test('messages behind the limit have all of their time when they come up', async () => {
  const { client } = await showTimed({ limit: 1, priority: () => 0 })
  await show(client, () => client.info('First'))
  const second = client.info('Second')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual(['Second'])
  await untilShown(client, second)
  await vi.advanceTimersByTimeAsync(5_999)
  expect(texts(client)).toEqual(['Second'])
})

test('time stands still while the window has not got the focus, unless it should not', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  turn('blur')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  turn('focus')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
  await screen.unmount()

  const other = await showTimed({ pauseOnBlur: false })
  await show(other.client, () => other.client.info('Text'))
  turn('blur')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(other.client)).toEqual([])
})

test('leaving the toaster while the window is blurred starts nothing', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  await userEvent.hover(screen.getByText('Text'))
  turn('blur')
  await userEvent.hover(screen.getByText('Elsewhere'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
})

test('time stands still while a finger is on a toast', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  const toast = screen.getByText('Text').element()
  toast.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  toast.dispatchEvent(new PointerEvent('pointercancel', { bubbles: true, pointerType: 'touch' }))
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('time stands still while something else than a dialog makes the toaster inert', async () => {
  const { client } = await showTimed()
  await show(client, () => client.info('Text'))
  const region = document.querySelector<HTMLElement>('.flashpost')!
  region.inert = true
  await vi.advanceTimersByTimeAsync(60_000)
  region.inert = false
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(6_500)
  expect(texts(client)).toEqual([])
})

test('the reader may have more time, or all of it', async () => {
  const { client, screen } = await showTimed({ durationFactor: 2 })
  await show(client, () => client.info('Twice'))
  await vi.advanceTimersByTimeAsync(11_999)
  expect(texts(client)).toEqual(['Twice'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
  await screen.unmount()

  const endless = await showTimed({ durationFactor: Infinity })
  await show(endless.client, () => endless.client.info('Endless', { duration: 1_000 }))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(texts(endless.client)).toEqual(['Endless'])
})

test('another default is for messages that come later', async () => {
  const { client, screen } = await showTimed({ duration: () => 2_000 })
  await show(client, () => client.info('Two'))
  await screen.rerender(
    <MessagesProvider client={client}>
      <Toaster duration={() => 60_000} />
    </MessagesProvider>,
  )
  await vi.advanceTimersByTimeAsync(2_000)
  expect(texts(client)).toEqual([])
})

test('running work stays, whatever its message says, and then has that time', async () => {
  const { client } = await showTimed()
  const work = Promise.withResolvers<void>()
  const pending = { text: 'Saving', duration: 1_000 }
  const success = { text: 'Saved', duration: 1_000 }
  await show(client, () => {
    void client.promise(work.promise, { pending, success, error: 'No' })
    return client.store.getState().messages[0]!.id
  })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Saving'])
  work.resolve()
  await vi.advanceTimersByTimeAsync(999)
  expect(texts(client)).toEqual(['Saved'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test("what sleep or a blocked page has passed over is nobody's time", async () => {
  const { client } = await showTimed()
  await show(client, () => client.info('Text'))
  await vi.advanceTimersByTimeAsync(5_800)
  // The clock goes on, and no timer could.
  const wake = performance.now() + 3_600_000
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => wake)
  dispatchEvent(new Event('focus'))
  clock.mockRestore()
  expect(texts(client)).toEqual(['Text'])
})

test('another language changes no clock', async () => {
  const { client } = await showTimed({ progress: true })
  await show(client, () => client.add({ level: 'info', text: 'Saved', name: 'saved' }))
  await vi.advanceTimersByTimeAsync(5_000)
  const bars = () =>
    document.getAnimations().filter((each) => (each.effect as KeyframeEffect).pseudoElement)
  const before = bars()
  expect(before).toHaveLength(1)
  client.setTranslate(() => 'Gespeichert')
  await vi.waitFor(() => expect(document.body.textContent).toContain('Gespeichert'))
  await vi.advanceTimersByTimeAsync(998)
  expect(bars()[0]).toBe(before[0])
  await vi.advanceTimersByTimeAsync(2)
  expect(texts(client)).toEqual([])
})

test('a tap holds the clock while the finger is there, and not until the next tap', async () => {
  const { client, screen } = await showTimed()
  await show(client, () => client.info('Text'))
  const toast = screen.getByText('Text').element()
  await userEvent.hover(toast)
  const touch = (type: string) =>
    toast.dispatchEvent(
      new PointerEvent(type, { bubbles: type !== 'pointerenter', pointerType: 'touch' }),
    )
  // What was tapped is hovered until the next tap, wherever the finger is.
  touch('pointerdown')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  touch('pointerup')
  expect(document.querySelector('.flashpost')!.matches(':hover')).toBe(true)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('repeated pauses add nothing', async () => {
  const { client } = await showTimed()
  await show(client, () => client.info('Text'))
  for (let count = 0; count < 5; count++) {
    await vi.advanceTimersByTimeAsync(1_000)
    turn('blur')
    await vi.advanceTimersByTimeAsync(5_000)
    turn('focus')
  }
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts(client)).toEqual([])
})

test('time stands still while an action is answered, and goes on when that fails', async () => {
  const answer = Promise.withResolvers<void>()
  const { client, screen } = await showTimed({ onAction: () => answer.promise })
  const actions = [{ label: 'Undo', name: 'undo' }]
  await show(client, () => client.info('Text', { actions, duration: 5_000 }))
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await userEvent.hover(screen.getByText('Elsewhere'))
  await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-busy', 'true')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  addEventListener('error', (event) => event.preventDefault(), { once: true })
  answer.reject(new Error('Offline'))
  await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-busy', 'false')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('time stands still while the app pauses it, also for what comes meanwhile', async () => {
  const { client, screen } = await showTimed({ paused: true })
  const pause = (paused: boolean) =>
    screen.rerender(
      <MessagesProvider client={client}>
        <Toaster paused={paused} />
      </MessagesProvider>,
    )
  await show(client, () => client.info('First'))
  await vi.advanceTimersByTimeAsync(60_000)
  await pause(false)
  await vi.advanceTimersByTimeAsync(5_990)
  await pause(true)
  await show(client, () => client.info('Second'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['First', 'Second'])
  await pause(false)
  await vi.advanceTimersByTimeAsync(10)
  expect(texts(client)).toEqual(['Second'])
  await vi.advanceTimersByTimeAsync(5_990)
  expect(texts(client)).toEqual([])
})

test('a bar shows the time that is left, stands still with the clock, and begins anew', async () => {
  const { client } = await showTimed({ progress: true })
  const id = await show(client, () => client.info('Text'))
  const bars = () =>
    document.getAnimations().filter((each) => (each.effect as KeyframeEffect).pseudoElement)
  const [bar] = bars()
  expect(bar?.effect?.getTiming().duration).toBe(6_000)
  expect(bar?.playState).toBe('running')
  turn('blur')
  expect(bar?.playState).toBe('paused')
  turn('focus')
  expect(bar?.playState).toBe('running')
  client.update(id, { text: 'Another', duration: 9_000 })
  expect(bars().map(({ effect }) => effect?.getTiming().duration)).toEqual([9_000])
  await show(client, () => client.error('Stays'))
  expect(bars()).toHaveLength(1)
})

test('a bar goes on where it stood after the toaster was away', async () => {
  const { client, screen } = await showTimed({ progress: true })
  const id = await show(client, () => client.info('Text'))
  await vi.advanceTimersByTimeAsync(4_500)
  await screen.rerender(<p>Another page</p>)
  const away = new Set(document.getAnimations())
  await screen.rerender(
    <MessagesProvider client={client}>
      <Toaster progress />
    </MessagesProvider>,
  )
  const bar = await vi.waitFor(() => {
    const [found] = document.querySelector('.flashpost-toast')!.getAnimations({ subtree: true })
    expect(found?.effect).toHaveProperty('pseudoElement', '::after')
    return found!
  })
  expect(away.has(bar)).toBe(false)
  expect(bar.effect?.getTiming().delay).toBe(-4_500)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(client.store.getState().messages.map((each) => each.id)).not.toContain(id)
})

/** The window loses its focus, or has it again. */
function turn(type: 'blur' | 'focus'): void {
  Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => type === 'focus' })
  onTestFinished(() => void Reflect.deleteProperty(document, 'hasFocus'))
  dispatchEvent(new Event(type))
}

/** A toaster with the pointer somewhere else. */
async function showTimed(props: ToasterProps = {}) {
  const shown = await showToaster(props)
  await userEvent.hover(shown.screen.getByText('Elsewhere'))
  return shown
}

async function show(client: MessagesClient, add: () => string): Promise<string> {
  const id = add()
  await untilShown(client, id)
  return id
}
