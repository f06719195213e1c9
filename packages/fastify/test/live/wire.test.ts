// What a live stream is on the wire.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox, patience } from '../inbox/support.ts'

/** Asks for a live stream, as whoever reads bytes. */
function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  onTestFinished(() => void socket.destroy())
  const head = ['Host: localhost', 'Flash-Client: v=1; tab=tab-1', 'Cookie: user=ada']
  socket.write(['GET /messages/live HTTP/1.1', ...head, '\r\n'].join('\r\n'))
  return socket
}

test('a stream has neither length nor chunks: what is written is what events are', async () => {
  const inbox = openInbox()
  const port = await portOf(await openApp({ inbox }))
  let received = ''
  open(port).on('data', (chunk: string) => (received += chunk))
  await vi.waitFor(() => expect(received).toContain('event: hello'), patience)
  await inbox.send('ada', { level: 'info', text: 'sent' })
  await vi.waitFor(() => expect(received).toContain('event: messages'), patience)

  const [head = '', body = ''] = received.split('\r\n\r\n')
  expect(head.toLowerCase()).toContain('\r\nconnection: close')
  expect(head.toLowerCase()).not.toMatch(/\r\n(transfer-encoding|content-length):/)
  expect(body).toMatch(/^(?:(?:event|id|retry|data): [^\r\n]*\n+)+$/)
})

test('a reader that goes while it is asked whether it may read takes no room', async () => {
  const inbox = openInbox()
  const asked: (() => void)[] = []
  let isClosed = false
  const app = await openApp(
    {
      inbox,
      live: {
        perUser: 1,
        allows: () => new Promise((resolve) => asked.push(() => resolve(true))),
      },
    },
    (made) =>
      made.addHook('onRequest', async (_request, reply) => {
        reply.raw.once('close', () => (isClosed = true))
      }),
  )
  const port = await portOf(app)
  const first = open(port)
  await vi.waitFor(() => expect(asked).toHaveLength(1), patience)
  first.destroy()
  await vi.waitFor(() => expect(isClosed).toBe(true), patience)
  asked.shift()!()

  let received = ''
  open(port).on('data', (chunk: string) => (received += chunk))
  await vi.waitFor(() => {
    for (const answer of asked.splice(0)) answer()
    expect(received).toContain('event: hello')
  }, patience)
})
