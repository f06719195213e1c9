import { createConnection } from 'node:net'
import type { Socket } from 'node:net'
import { openPlayer } from './player.ts'
import type { Answer, Player } from './player.ts'
import type { Scenario, Step } from './scenario.ts'

/** Browsers that play over loopback, at the same time. */
export interface Browsers extends Player {
  close(): void
}

/**
 * Opens browsers, each over a connection of its own that it keeps open. They do little for each request, so that it is
 * the server that has to work all the time.
 */
export async function openBrowsers(
  port: number,
  scenario: Scenario,
  count: number,
): Promise<Browsers> {
  const browsers = await Promise.all(
    Array.from({ length: count }, async () => openBrowser(port, scenario)),
  )
  return {
    async play(milliseconds) {
      const times = await Promise.all(browsers.map(async (browser) => browser.play(milliseconds)))
      return times.reduce((sum, each) => sum + each)
    },
    close: () => browsers.forEach((browser) => browser.close()),
  }
}

async function openBrowser(port: number, scenario: Scenario): Promise<Browsers> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1')
  const player = await openPlayer(scenario, (step, cookie) => send(socket, step, cookie))
  return { ...player, close: () => void socket.destroy() }
}

/** Sends a request without a body, and waits for the whole of its answer. */
async function send(socket: Socket, step: Step, cookie: string): Promise<Answer> {
  const { method, path, headers = {} } = step
  let head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n`
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`
  if (cookie !== '') head += `cookie: ${cookie}\r\n`
  if (method === 'POST') head += 'content-length: 0\r\n'
  return new Promise((resolve, reject) => {
    let text = ''
    const take = (chunk: string) => {
      text += chunk
      const answer = parse(text)
      if (!answer) return
      socket.off('data', take).off('error', reject)
      resolve(answer)
    }
    socket.on('data', take).on('error', reject)
    socket.write(`${head}\r\n`)
  })
}

function parse(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = text.slice(0, end)
  const body = text.slice(end + 4)
  if (body.length < Number(/content-length: (\d+)/i.exec(head)![1])) return undefined
  return {
    status: Number(head.slice(9, 12)),
    body,
    setCookie: /set-cookie/i.test(head) ? head.match(/(?<=set-cookie: )[^\r]*/gi)! : [],
  }
}
