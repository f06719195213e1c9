// A reader of `GET /messages/live` that stops reading holds nothing up, and misses nothing.
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { clientOf } from '../findings/support.ts'
import { openInbox } from '../inbox/support.ts'
import { draft, openLiveApp } from './support-app.ts'
import { listen } from './support.ts'

// Megabytes are written, on a machine that may do other things.
vi.setConfig({ testTimeout: 20_000 })

/** Opens a stream, and reads only when it is told to. */
async function openDeaf(port: number, query = '') {
  const socket = createConnection({ host: '127.0.0.1', port })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  const [[name, value]] = Object.entries(clientOf('deaf')) as [[string, string]]
  socket.write(
    `GET /messages/live${query} HTTP/1.1\r\nhost: x\r\ncookie: user=ada\r\n${name}: ${value}\r\n\r\n`,
  )
  return socket
}

test('a reader that stops reading is cut, nothing piles up for it, and it resumes without loss', async () => {
  const inbox = openInbox({ limits: { json: 300_000 } })
  const { app, port } = await openLiveApp({ inbox, live: { patience: 2_000 } })
  const before = await listen(port, { user: 'ada', tab: 'deaf' })
  await before.greeted()
  const since = before.lastId()!
  before.close()
  const deaf = await openDeaf(port, `?since=${since}`)
  const ids: string[] = []
  // Far more than the buffers of two sockets. Who reads it all afterwards has as much patience, on a busy machine too.
  for (let index = 0; index < 30; index++) {
    const { id } = await inbox.send('ada', { ...draft(`${index}`), data: 'x'.repeat(290_000) })
    ids.push(id)
  }
  const connections = promisify(app.server.getConnections.bind(app.server))
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 15_000 })
  deaf.destroy()
  const again = await listen(port, { user: 'ada', tab: 'deaf', since })
  await again.until(() => {
    const changed = again.changes().flatMap((each) => each.changed.map(({ id }) => id))
    expect(new Set(changed)).toEqual(new Set(ids))
  })
  await again.until(() =>
    expect(new Set(again.messages().map(({ id }) => id))).toEqual(new Set(ids)),
  )
})

test('an app that closes does not wait for a reader that stopped reading', async () => {
  const inbox = openInbox({ limits: { json: 300_000 } })
  const { app, port } = await openLiveApp({ inbox })
  await openDeaf(port)
  for (let index = 0; index < 30; index++)
    await inbox.send('ada', { ...draft(`${index}`), data: 'x'.repeat(290_000) })
  await expect(app.close()).resolves.toBeUndefined()
})
