import { createConnection } from 'node:net'
import type { Socket } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { createCookieJar } from '@flashpost/fastify/testing'
import type { Scenario, Step } from './scenario.ts'

/**
 * Has browsers play a scenario for a while, each over a connection of its own that it keeps open, and answers how many
 * times they did. They do little for each request, so that it is the server that has to work all the time.
 */
export async function browse(
  port: number,
  scenario: Scenario,
  browsers: number,
  seconds: number,
): Promise<number> {
  const end = performance.now() + seconds * 1_000
  const times = await Promise.all(
    Array.from({ length: browsers }, async () => browseAlone(port, scenario, end)),
  )
  return times.reduce((sum, each) => sum + each)
}

async function browseAlone(port: number, scenario: Scenario, end: number): Promise<number> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1')
  let jar = createCookieJar()
  let times = 0
  let answer = ''
  for (; performance.now() < end; times++) {
    if (scenario.visitor === 'new') jar = createCookieJar()
    for (const step of scenario.steps) {
      answer = await send(socket, step, jar.header())
      jar.store(cookiesOf(answer))
    }
  }
  socket.destroy()
  const body = answer.slice(answer.indexOf('\r\n\r\n'))
  if (!isDeepStrictEqual(JSON.parse(body), scenario.answer)) throw new Error(answer)
  return times
}

/** Sends a request without a body, and waits for the whole of its answer. */
async function send(
  socket: Socket,
  { method, path, headers }: Step,
  cookie: string,
): Promise<string> {
  const fields = {
    host: 'localhost',
    ...headers,
    ...(cookie && { cookie }),
    ...(method === 'POST' && { 'content-length': '0' }),
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    let answer = ''
    const take = (chunk: string) => {
      answer += chunk
      if (!isWhole(answer)) return
      socket.off('data', take).off('error', reject)
      if (/^HTTP\/1.1 [23]/.test(answer)) resolve(answer)
      else reject(new Error(answer))
    }
    socket.on('data', take).on('error', reject)
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  })
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  return head >= 0 && answer.length - head - 4 >= Number(/content-length: (\d+)/i.exec(answer)?.[1])
}

function cookiesOf(answer: string): string[] {
  return answer.match(/(?<=set-cookie: )[^\r]*/gi) ?? []
}
