// A message is shown once over all tabs and devices of a user, at whatever process they are.
import { createInbox, memoryBackend } from '@flashpost/inbox'
import { expect, onTestFinished, test, vi } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, textsOf, visit } from '../inbox/support.ts'
import { draft } from './support-app.ts'
import { listen } from './support.ts'

/** Two processes of one app: each has its own inbox over one backend. */
async function openTwo() {
  const backend = memoryBackend()
  const open = async () => {
    const inbox = createInbox({ backend, pollInterval: 20 })
    onTestFinished(() => inbox.close())
    const app = await openApp({ inbox })
    return { app, inbox, port: await portOf(app) }
  }
  return [await open(), await open()] as const
}

const acknowledge = async (app: Awaited<ReturnType<typeof openApp>>, ids: readonly string[]) =>
  (await visit(app, 'ada')).send('/messages/used', { ids })

test('devices that listen at two processes share the messages, and all hear of the changes', async () => {
  const [here, there] = await openTwo()
  const devices = await Promise.all(
    [here, there, here, there].map(({ port }, index) =>
      listen(port, { user: 'ada', tab: `device-${index}` }),
    ),
  )
  for (const device of devices) await device.greeted()
  const wanted = Array.from({ length: 20 }, (_, index) => `message ${index}`)
  for (const text of wanted) await here.inbox.send('ada', draft(text))
  for (const device of devices)
    await device.until(() =>
      expect(textsOf(device.changes().flatMap(({ changed }) => changed)).toSorted()).toEqual(
        wanted.toSorted(),
      ),
    )
  const shown = () => devices.flatMap((device) => device.texts())
  await devices[0]!.until(() => expect(shown()).toHaveLength(20))
  expect(new Set(shown())).toEqual(new Set(wanted))
})

test('what one device does not show in ten seconds is the next one’s, which listens already', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const [here, there] = await openTwo()
  const phone = await listen(here.port, { user: 'ada', tab: 'phone' })
  await here.inbox.send('ada', draft('sent'))
  await phone.until(() => expect(phone.texts()).toEqual(['sent']))
  phone.close()
  const desk = await listen(there.port, { user: 'ada', tab: 'desk' })
  await desk.greeted()
  await vi.advanceTimersByTimeAsync(9_000)
  expect(desk.texts()).toEqual([])
  await vi.advanceTimersByTimeAsync(1_100)
  await desk.until(() => expect(desk.texts()).toEqual(['sent']))
})

test('what one device has shown is not the next one’s when the turn is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const [here, there] = await openTwo()
  const phone = await listen(here.port, { user: 'ada', tab: 'phone' })
  await phone.greeted()
  const desk = await listen(there.port, { user: 'ada', tab: 'desk' })
  await desk.greeted()
  await here.inbox.send('ada', draft('sent'))
  const shown = () => [...phone.texts(), ...desk.texts()]
  await phone.until(() => expect(shown()).toEqual(['sent']))
  const ids = [...phone.messages(), ...desk.messages()].map((each) => each.id)
  expect(await acknowledge(there.app, ids)).toMatchObject({ status: 204 })
  await vi.advanceTimersByTimeAsync(11_000)
  await there.inbox.send('ada', draft('next'))
  await phone.until(() => expect(shown()).toHaveLength(2))
  expect(shown().toSorted()).toEqual(['next', 'sent'])
})

test('a request and a stream of two tabs do not both get a message', async () => {
  const [here, there] = await openTwo()
  const browser = await visit(there.app, 'ada')
  const stream = await listen(here.port, { user: 'ada', tab: 'listens' })
  await stream.greeted()
  await here.inbox.send('ada', draft('sent'))
  await stream.until(() => expect(stream.texts()).toEqual(['sent']))
  expect(await browser.offered('/nothing', 'asks')).toEqual([])
  expect(textsOf(await browser.offered('/nothing', 'listens'))).toEqual(['sent'])
  // A page that a server writes takes no turn, but waits for the one that is running.
  expect(await browser.shown()).toEqual([])
})

test('a request with nothing new asks nothing, whoever has had a turn', async () => {
  const [here] = await openTwo()
  const browser = await visit(here.app, 'ada')
  await here.inbox.send('ada', draft('sent'))
  const offered = await browser.offered()
  await acknowledge(
    here.app,
    offered.map(({ id }) => id),
  )
  await browser.offered()
  const asked = vi.spyOn(here.inbox, 'turns')
  expect(await browser.offered()).toEqual([])
  expect(asked).not.toHaveBeenCalled()
})
