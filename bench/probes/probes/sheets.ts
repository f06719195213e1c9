import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { addAndSettle, isReadable, toasts } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'

const forever = { life: null } as const
// Its own sheet comes empty, and none can be injected.
const policy = "style-src 'self'"

/** Style sheets that are not there, or that others have brought. */
export const sheets = [
  defineProbe({
    name: 'noSheet',
    question: 'There are no style sheets, and the page is longer than the window.',
    scale: ['in view', 'below the fold', 'not to be read'],
    meant: 'below the fold',
    async observe({ open }) {
      const page = await open({ policy, prepare: withoutSheets })
      await page.evaluate(pushDown)
      await page.evaluate(() => probe.render({}))
      await addAndSettle(page, 'Text', forever)
      if (await isReadable(page, 'Text')) return 'in view'
      await (await toasts(page, 'Text')).getByText('Text').first().scrollIntoViewIfNeeded()
      return (await isReadable(page, 'Text')) ? 'below the fold' : 'not to be read'
    },
  }),
  defineProbe({
    name: 'resets',
    question:
      'The page has Tailwind’s preflight (3 and 4), Bootstrap, Comeau’s reset, Vite’s template, or no margins and padding at all.',
    scale: ['unchanged', 'details differ', 'moves, or has another size'],
    async observe({ show }) {
      const page = await show()
      await page.addStyleTag({ content: pageOwn })
      for (const text of ['One', 'Two']) await addAndSettle(page, text, forever)
      const plain = await look(page)
      const changed: string[] = []
      let moves = false
      for (const [name, content] of Object.entries(await loadResets())) {
        for (const isFirst of [true, false]) {
          const added = await addSheet(page, content, isFirst)
          const { style, places } = await look(page)
          await added.evaluate((element) => element.remove())
          const isElsewhere = places.some((place, n) =>
            place.some((each, side) => Math.abs(each - plain.places[n]![side]!) > 1),
          )
          const isOther = isElsewhere || style.some((each, n) => each !== plain.style[n])
          moves ||= isElsewhere
          if (isOther && !changed.includes(name)) changed.push(name)
        }
      }
      if (changed.length === 0) return 'unchanged'
      const value = moves ? 'moves, or has another size' : 'details differ'
      return { value, detail: changed.join(', ') }
    },
  }),
]

// What a page says of all its text is meant for toasts, too; so it says the same with each reset.
const pageOwn = `
  *, ::before, ::after { transition: none !important; animation-duration: 0s !important }
  html { font: 16px/24px sans-serif !important; color: black !important; color-scheme: light !important }
  body { margin: 0 !important; background: white !important; font: inherit !important; color: inherit !important;
    display: block !important }
`

async function loadResets(): Promise<Readonly<Record<string, string>>> {
  const { resolve } = createRequire(import.meta.url)
  const read = (file: string) => readFile(file, 'utf8')
  const own = (name: string) =>
    read(new URL(`../../../packages/react/test/support/resets/${name}`, import.meta.url).pathname)
  return {
    // Their build puts the second argument in.
    'Tailwind 3': (await read(resolve('tailwindcss-3/src/css/preflight.css'))).replaceAll(
      /theme\([^,]+, ([^;]+)\)/g,
      '$1',
    ),
    'Tailwind 4': (await read(resolve('tailwindcss/preflight.css'))).replaceAll(
      /--theme\(\s*--[\w-]+,([^;]+)\)/g,
      '$1',
    ),
    Bootstrap: await read(resolve('bootstrap/dist/css/bootstrap.css')),
    Comeau: await own('josh-comeau.css'),
    Vite: await own('vite-template.css'),
    '* { margin: 0; padding: 0 }': '* { margin: 0; padding: 0 }',
  }
}

async function addSheet(page: Page, content: string, isFirst: boolean) {
  return page.evaluateHandle(
    ([text, first]) => {
      const style = document.createElement('style')
      style.textContent = text
      document.head[first ? 'prepend' : 'append'](style)
      return style
    },
    [content, isFirst] as const,
  )
}

/** What can be seen of all parts of all toasts, and where they are. */
async function look(page: Page) {
  await page.waitForTimeout(100)
  return page.evaluate(() => {
    const box = [
      'visibility opacity background-color background-image box-shadow border-radius transform cursor fill stroke',
      'border-top-width border-right-width border-bottom-width border-left-width',
    ].flatMap((line) => line.split(' '))
    const text = [
      'color font-family font-size font-weight font-style line-height letter-spacing',
      'text-align text-transform text-decoration-line',
    ].flatMap((line) => line.split(' '))
    const style: string[] = []
    const places: number[][] = []
    for (const part of document.querySelectorAll(`${probe.toast}, ${probe.toast} *`)) {
      const computed = getComputedStyle(part)
      const edges = ['top', 'right', 'bottom', 'left']
        .filter((side) => computed.getPropertyValue(`border-${side}-width`) !== '0px')
        .map((side) => `border-${side}-color`)
      const hasText = [...part.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE)
      const seen = [...box, ...edges, ...(hasText ? text : [])]
      style.push(seen.map((property) => computed.getPropertyValue(property)).join())
      const { x, y, width, height } = part.getBoundingClientRect()
      places.push([x, y, width, height])
    }
    return { style, places }
  })
}

/** Answers every style sheet with an empty one. */
export async function withoutSheets(page: Page): Promise<void> {
  await page.route('**/*.css', (route) => route.fulfill({ contentType: 'text/css', body: '' }))
}

/** Makes the page longer than its window. */
export function pushDown(): void {
  const content = document.createElement('div')
  content.style.height = '150vh'
  document.body.prepend(content)
}
