// What a live stream is on the wire.
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox } from '../inbox/support.ts'

test('a stream has neither length nor chunks: what is written is what events are', async () => {
  const inbox = openInbox()
  const port = await portOf(await openApp({ inbox }))
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  onTestFinished(() => void socket.destroy())
  let received = ''
  socket.on('data', (chunk: string) => (received += chunk))
  socket.write(
    'GET /messages/live HTTP/1.1\r\nHost: localhost\r\nFlash-Client: v=1; tab=tab-1\r\nCookie: user=ada\r\n\r\n',
  )
  await vi.waitFor(() => expect(received).toContain('event: hello'))
  await inbox.send('ada', { level: 'info', text: 'sent' })
  await vi.waitFor(() => expect(received).toContain('event: messages'))

  const [head = '', body = ''] = received.split('\r\n\r\n')
  expect(head.toLowerCase()).toContain('\r\nconnection: close')
  expect(head.toLowerCase()).not.toMatch(/\r\n(transfer-encoding|content-length):/)
  expect(body).toMatch(/^(?:(?:event|id|retry|data): [^\r\n]*\n+)+$/)
})
