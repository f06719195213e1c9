import { createEventDecoder } from '@flashpost/core/protocol'
import type { DecodedEvent, LiveChanges, LiveHello, MessagesBody } from '@flashpost/core/protocol'
import { expect, onTestFinished, vi } from 'vitest'
import type { Browser, SdkInit } from './browser.ts'

const patience = { timeout: 5_000, interval: 5 }

/** Reads a live stream until the test ends. */
export async function listen(browser: Browser, path = '/messages/live', init: SdkInit = {}) {
  const response = await browser.sdk(path, init)
  const events: DecodedEvent[] = []
  let isOver = false
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const decode = createEventDecoder((event) => events.push(event))
  const read = async () => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done || value === undefined) return
      decode(value)
    }
  }
  const over = read()
    .catch(() => undefined)
    .then(() => (isOver = true))
  onTestFinished(async () => {
    await reader?.cancel().catch(() => undefined)
    await over
  })
  const dataOf = (name: string): readonly unknown[] =>
    events.filter(({ event }) => event === name).map(({ data }) => JSON.parse(data))
  const stream = {
    response,
    events,
    isOver: () => isOver,
    hello: () => dataOf('hello')[0] as LiveHello | undefined,
    changes: () => dataOf('inbox') as readonly LiveChanges[],
    texts: () => (dataOf('messages') as readonly MessagesBody[]).flatMap(textsOf),
    until: (check: () => void) => vi.waitFor(check, patience),
    greeted: () => vi.waitFor(() => expect(stream.hello()).toBeDefined(), patience),
    leave: () => reader?.cancel(),
  }
  return stream
}

const textsOf = ({ messages }: MessagesBody) => messages.map(({ text }) => text)
