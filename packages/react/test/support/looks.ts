import bootstrap from 'bootstrap/dist/css/bootstrap.css?raw'
import tailwind3 from 'tailwindcss-3/src/css/preflight.css?raw'
import tailwind4 from 'tailwindcss/preflight.css?raw'
import { expect } from 'vitest'
import joshComeau from './resets/josh-comeau.css?raw'
import strict from './resets/strict.css?raw'
import viteTemplate from './resets/vite-template.css?raw'

/** What pages say of all elements, before anything else. */
export const resets = {
  // Its build puts the second argument in.
  'Tailwind 3': tailwind3.replaceAll(/theme\([^,]+, ([^;]+)\)/g, '$1'),
  'Tailwind 4': tailwind4.replaceAll(/--theme\(\s*--[\w-]+,([^;]+)\)/g, '$1'),
  'Bootstrap 5': bootstrap,
  'Josh Comeau’s reset': joshComeau,
  'Vite’s template': viteTemplate,
  'all to nothing': '* { margin: 0; padding: 0 }',
  'a strict one': strict,
}
/** Their names. */
export const names = Object.keys(resets) as readonly (keyof typeof resets)[]

// What a page says of all its text is meant for this, too; what is measured in CSS pixels is compared as a place.
const pageOwn =
  /^(--|-webkit-(font-smoothing|tap|text-fill|text-stroke|text-emphasis)|font-(synthesis|feature|variation)|text-(rendering|size-adjust)|tab-size|.*-origin$|unicode-bidi)/

/** An element or pseudo-element as it looks. */
export interface Part {
  readonly name: string
  readonly style: Readonly<Record<string, string>>
  readonly place: readonly number[]
}

/** How everything of a page looks whose class begins so. */
export function partsOf(page: Document, prefix: string): readonly Part[] {
  return [...page.querySelectorAll(`[class^=${prefix}]`)].flatMap((element) =>
    [undefined, '::before', '::after'].flatMap((pseudo) => partOf(element, pseudo)),
  )
}

function partOf(element: Element, pseudo: string | undefined): Part | [] {
  const view = element.ownerDocument.defaultView!
  const computed = view.getComputedStyle(element, pseudo)
  if (pseudo && computed.content === 'none') return []
  const { x, y, width, height } = element.getBoundingClientRect()
  const style: Record<string, string> = {}
  for (const property of computed)
    if (!pageOwn.test(property)) style[property] = computed.getPropertyValue(property)
  const className = element.getAttribute('class')
  const name = element.localName + (className ? `.${className}` : '') + (pseudo ?? '')
  return { name, style, place: [x, y, width, height].map(Math.round) }
}

/** What looks otherwise than before. */
export function differences(plain: readonly Part[], parts: readonly Part[]): readonly string[] {
  expect(parts.map(({ name }) => name)).toEqual(plain.map(({ name }) => name))
  return parts.flatMap(({ name, style, place }, index) => {
    const before = plain[index]!
    const changed = Object.keys(style).filter((key) => style[key] !== before.style[key])
    return [
      ...changed.map((key) => `${name} ${key}: ${before.style[key]} -> ${style[key]}`),
      ...(String(place) === String(before.place) ? [] : [`${name} at ${String(place)}`]),
    ]
  })
}

/** An empty page with a style sheet. */
export async function openPage(css: string): Promise<Document> {
  const frame = document.createElement('iframe')
  frame.width = '1000'
  frame.height = '900'
  frame.srcdoc = `<!doctype html><style>${css}</style>
    <style>*, ::before, ::after { transition: none !important; animation: none !important }
      html { font: 16px/24px sans-serif !important; color-scheme: light !important; color: black !important }
      body { margin: 0 !important; background: white !important; font: inherit !important; color: inherit !important;
        display: block !important }
      main { position: absolute; top: 0; left: 0; width: 500px; line-height: 24px !important; font-size: 16px !important }
    </style><main></main>`
  document.body.append(frame)
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  return frame.contentDocument!
}
