import { decodeScript } from '@flashpost/core/protocol'
import { expect, test } from 'vitest'
import { describeServer, texts } from './support/index.ts'

const pattern = /^<script type="application\/json" id="flashpost">([^<]*)<\/script>$/

describeServer('a document', (open) => {
  test('carries what waits for it, as GET /messages would, and it still waits', async () => {
    const browser = await open()
    await browser.navigate('/add')
    await browser.send('/add')
    const html = await (await browser.navigate('/page')).text()
    const body = decodeScript(pattern.exec(html)?.[1])
    expect(texts(body.messages)).toEqual(['Hello', 'Hello'])
    expect(body).toEqual({ messages: await browser.pending(), more: false, dropped: false })
  })

  test('tells of the levels that the app has named, as the endpoint does, and of none otherwise', async () => {
    const levels = { critical: 50 }
    const browser = await open({ options: { levels } })
    await browser.navigate('/nothing')
    const html = await (await browser.navigate('/page')).text()
    expect(decodeScript(pattern.exec(html)?.[1]).levels).toEqual(levels)
    expect(await (await browser.sdk('/messages')).json()).toMatchObject({ levels })
    const other = await open({ options: { levels: {} } })
    expect(await (await other.sdk('/messages')).json()).not.toHaveProperty('levels')
  })

  test('leaves what a tab has caused to that tab', async () => {
    const browser = await open()
    await browser.sdk('/add', { tab: 'tab-b' })
    const html = await (await browser.navigate('/page')).text()
    expect(decodeScript(pattern.exec(html)?.[1]).messages).toEqual([])
  })

  test('is left by no text', async () => {
    const text = '</script><!--<script>alert(1)</script>'
    const browser = await open({ routes: { '/say': (flash) => flash('info', text) } })
    await browser.navigate('/say')
    const html = await (await browser.navigate('/page')).text()
    expect(html).toMatch(pattern)
    expect(texts(decodeScript(pattern.exec(html)?.[1]).messages)).toEqual([text])
  })
})
