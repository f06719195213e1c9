import { readFile } from 'node:fs/promises'
import { build } from 'vite'
import { expect, test } from 'vitest'

const source = new URL('../src/styles.css', import.meta.url)

test('what a bundler makes of the style sheet needs no rule of the app', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: source.pathname } },
  })
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const css = outputs.find(({ fileName }) => fileName.endsWith('.css'))
  const text = String(css && 'source' in css ? css.source : '')
  expect(text).toContain('--flashpost-background:')
  // What stands in for light-dark(), which is nothing on a page without a color-scheme rule, and for :dir().
  expect(text).not.toMatch(/var\(--lightningcss|:lang\(/)
})

test('the style sheet is in no layer, because any reset would win over it, and is read alike in any encoding', async () => {
  const text = await readFile(source, 'utf8')
  expect(text).not.toMatch(/@layer|!important/)
  expect(text).toMatch(/^[\x20-\x7e\n]*$/)
})
