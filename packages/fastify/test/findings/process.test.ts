// Nothing that an app does with an answer or a signal ends its process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBrowser } from './support.ts'

/** Starts the app of this folder in a process of its own, and opens a browser at it. */
async function start(...args: readonly string[]) {
  const file = fileURLToPath(new URL('process-app.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@flashpost/source', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const log: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => log.push(line))
  await once(lines, 'line')
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(log[0]!)![1])
  return { ...(await createBrowser(port)), child, log }
}

const answers = [
  'sends-and-returns',
  'sends-twice',
  'sends-again-later',
  'sends-and-throws',
  'sends-and-sends-an-error',
  'redirects-and-returns',
  'reads-and-sends-twice',
]

test.each([
  ...answers.map((answer) => ({ storage: 'store', answer })),
  ...['cookies', 'both'].flatMap((storage) =>
    ['sends-and-returns', 'sends-and-throws'].map((answer) => ({ storage, answer })),
  ),
])(
  'with $storage, a handler that $answer gives one answer, and its message is shown once',
  { timeout: 20_000 },
  async ({ storage, answer }) => {
    const { child, post, request, shown } = await start(storage)
    const { status } = await post(`/${answer}`)
    expect([200, 303, 500]).toContain(status)
    expect((await request('/alive')).body).toBe('alive')
    expect(child.exitCode).toBeNull()
    // A 500 says that nothing went well.
    const first = await shown()
    expect(status === 500 ? ['Saved'] : first).toEqual(['Saved'])
    expect(await shown()).toEqual([])
  },
)

test(
  'a handler that sends twice gives the answer that it sent first',
  { timeout: 20_000 },
  async () => {
    const { post } = await start('store')
    expect((await post('/sends-and-returns')).body).toBe('one')
  },
)

test(
  'listeners that reject are named in the log, and nothing else happens',
  { timeout: 20_000 },
  async () => {
    const { child, jar, log, add, sdk, shown, post, request } = await start('cookies', 'rejecting')
    await add('Hello')
    const [name, value] = [...jar.cookies][0]!
    expect((await sdk('/alive')).inHeader()).toEqual(['Hello'])
    expect(await shown()).toEqual(['Hello'])
    expect((await post('/fails')).status).toBe(500)
    jar.store(new URL('http://app.example.com/'), [
      `${name}=${value.slice(0, -22)}${'A'.repeat(22)}`,
    ])
    expect(await shown()).toEqual([])
    expect((await request('/alive')).body).toBe('alive')
    await vi.waitFor(() => {
      for (const signal of ['added', 'offered', 'used', 'dropped', 'refused']) {
        expect(log.join('\n')).toContain(`no mail for ${signal}`)
        expect(log.join('\n')).toContain(`no mail for late ${signal}`)
      }
    })
    expect(child.exitCode).toBeNull()
  },
)
