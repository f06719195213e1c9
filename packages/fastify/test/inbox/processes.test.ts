// Two processes of one app, with one SQLite file between them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { InboxPage } from '@flashpost/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBrowserJar } from '../findings/browser-jar.ts'
import { createBrowser } from '../findings/support.ts'
import { offeredBy, textsOf } from './support.ts'

const patience = { timeout: 20_000, interval: 20 }

// Two processes of Node start, on a machine that may do other things.
vi.setConfig({ testTimeout: 20_000 })

async function start(file: string) {
  const app = fileURLToPath(new URL('process-app.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@flashpost/source', app, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, port: Number(new URL(line).port) }
}

/** Two processes, and a browser of a user at each, with the same cookies. */
async function startTwo() {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-inbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const processes = await Promise.all([1, 2].map(() => start(join(folder, 'inbox.db'))))
  const visit = async (index: number, user: string, jar = createBrowserJar()) => {
    const browser = await createBrowser(processes[index]!.port, { jar })
    jar.store(new URL('http://app.example.com/'), [`user=${user}; Path=/`])
    return {
      ...browser,
      offered: async () => textsOf(offeredBy(await browser.sdk('/nothing'))),
      list: async () => JSON.parse((await browser.request('/messages/inbox')).body) as InboxPage,
    }
  }
  return { processes, visit }
}

test('what one process sends is offered by the other, which believed that nothing was new', async () => {
  const { visit } = await startTwo()
  const [here, there] = [await visit(0, 'ada'), await visit(1, 'ada')]
  expect([await here.offered(), await there.offered()]).toEqual([[], []])
  await here.post('/send?user=ada&text=sent')
  await vi.waitFor(async () => expect(await there.offered()).toEqual(['sent']), patience)
  await there.post('/broadcast?text=all')
  await vi.waitFor(async () => expect(await here.offered()).toEqual(['sent', 'all']), patience)
})

test('what was shown by one is not shown by the other', async () => {
  const { visit } = await startTwo()
  const [here, there] = [await visit(0, 'ada'), await visit(1, 'ada')]
  await here.post('/send?user=ada&text=sent')
  const [{ id } = { id: '' }] = await vi.waitFor(async () => {
    const found = offeredBy(await here.sdk('/nothing'))
    expect(found).toHaveLength(1)
    return found
  }, patience)
  // The acknowledgement reaches the process that has offered nothing.
  const answer = await there.sdk('/nothing', { headers: { 'flash-used': id } })
  expect(answer.headers['flash-used']).toBe(id)
  expect([await here.offered(), await there.offered()]).toEqual([[], []])
})

test('40 requests at both store 40 messages, each once, and every one is offered', async () => {
  const { visit } = await startTwo()
  const jar = createBrowserJar()
  const browsers = [await visit(0, 'ada', jar), await visit(1, 'ada', jar)]
  const wanted = Array.from({ length: 40 }, (_, index) => `message ${index}`)
  const answers = await Promise.all(
    wanted.map((text, index) =>
      browsers[index % 2]!.sdk(`/store?text=${encodeURIComponent(text)}`, { method: 'POST' }),
    ),
  )
  const offered = answers.flatMap((answer) => textsOf(offeredBy(answer)))
  expect(new Set(offered)).toEqual(new Set(wanted))
  const { counts } = await browsers[0]!.list()
  expect(counts).toEqual({ unread: 40, read: 0, archived: 0 })
})

test('a process that is killed has lost nothing of what it answered', async () => {
  const { processes, visit } = await startTwo()
  const [here, there] = [await visit(0, 'ada'), await visit(1, 'ada')]
  const ids = new Set<string>()
  for (let index = 0; index < 10; index++) {
    const answer = await here.sdk(`/store?text=${index}`, { method: 'POST' })
    for (const { id } of offeredBy(answer)) ids.add(id)
  }
  processes[0]!.child.kill('SIGKILL')
  const { messages } = await there.list()
  expect(new Set(messages.map(({ id }) => id))).toEqual(ids)
})
