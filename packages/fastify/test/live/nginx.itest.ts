// Live streams behind nginx, with every default that has to do with buffers and times.
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { startNginx } from '../../../../scripts/start-nginx.ts'
import { openApp, openInbox } from '../inbox/support.ts'
import { portOf } from '../findings/support.ts'
import { createReader } from './reader.ts'

const draft = (text: string) => ({ level: 'info', text }) as const

async function setUp() {
  const inbox = openInbox()
  const app = await openApp({ inbox })
  const upstreamPort = await portOf(app)
  const begin = async () => {
    const nginx = await startNginx({ upstreamPort })
    onTestFinished(() => nginx.stop())
    return nginx
  }
  return { inbox, begin }
}

describe.skipIf(!inject('hasNginx'))('behind nginx with its defaults', { timeout: 20_000 }, () => {
  test('an event arrives before the next one is there, however small it is', async () => {
    const { inbox, begin } = await setUp()
    const nginx = await begin()
    const ada = createReader('ada')
    await ada.read(nginx.port)
    for (let index = 0; index < 20; index++) {
      await inbox.send('ada', draft(`text-${index}`))
      // Nothing follows that could push it out of a buffer.
      await ada.until(() => expect(ada.shown().at(-1)).toBe(`text-${index}`))
    }
  })

  test('a restart of nginx loses nothing, and shows nothing twice', async () => {
    const { inbox, begin } = await setUp()
    const nginx = await begin()
    const ada = createReader('ada')
    await ada.read(nginx.port)
    await inbox.send('ada', draft('before'))
    await ada.until(() => expect(ada.shown()).toEqual(['before']))
    await nginx.stop()
    await ada.ended()
    await inbox.send('ada', draft('meanwhile'))
    await inbox.send('ada', draft('meanwhile, too'))
    await ada.read((await begin()).port)
    await inbox.send('ada', draft('after'))
    const all = ['before', 'meanwhile', 'meanwhile, too', 'after']
    await ada.until(() => expect(ada.shown()).toEqual(all))
    await ada.until(() => expect(ada.inbox()).toEqual(all.toReversed()))
    expect(ada.repeated).toEqual([])
  })
})
