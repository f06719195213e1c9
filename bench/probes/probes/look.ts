import { createRequire } from 'node:module'
import type { AxeResults, Result } from 'axe-core'
import type { Page } from 'playwright'
import { add, addAndSettle, toasts, transition, untilGone } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import type { Observation } from '../probe.ts'
import type { OpenOptions, Stage } from '../stage.ts'

const forever = { life: null } as const
const life = 1_500
const nonce = 'bm9uY2U'

/** Styles, motion, and what axe says. */
export const look = [
  defineProbe({
    name: 'cspSelf',
    question: "The content security policy is `style-src 'self'`.",
    scale: ['clean, in its place', 'blocked, in its place', 'blocked, not in its place'],
    observe: (stage) => underPolicy(stage, { policy: "style-src 'self'" }),
  }),
  defineProbe({
    name: 'cspNonceAttr',
    question: 'The policy has a nonce, and the toaster is told it, where it can be.',
    scale: ['clean, in its place', 'blocked, in its place', 'blocked, not in its place'],
    observe: (stage) => underPolicy(stage, { policy: withNonce }, nonce),
  }),
  defineProbe({
    name: 'cspNonceGlobal',
    question: 'The policy has a nonce, and the page says it in the ways that libraries look for.',
    scale: ['clean, in its place', 'blocked, in its place', 'blocked, not in its place'],
    observe: (stage) => underPolicy(stage, { policy: withNonce, init: sayNonce }),
  }),
  defineProbe({
    name: 'reducedMotion',
    question: 'The reader wants less motion. What still moves, and does the toast close?',
    scale: ['nothing moves, closes', 'fades, closes', 'moves, closes', 'never closes'],
    async observe({ show }) {
      const page = await show({}, { reducedMotion: 'reduce' })
      await watchAnimations(page)
      await add(page, 'Text', { life })
      const left = await untilGone(page, 'Text', life + 4 * transition)
      const properties = await page.evaluate(() => [
        ...(globalThis as unknown as { moved: Set<string> }).moved,
      ])
      const detail = properties.join(' ')
      if (left === undefined) return { value: 'never closes', detail }
      if (properties.length === 0) return 'nothing moves, closes'
      const moves = properties.some((property) => !['opacity', 'color'].includes(property))
      return { value: moves ? 'moves, closes' : 'fades, closes', detail }
    },
  }),
  defineProbe({
    name: 'noAnimations',
    question: 'The page has switched off all animations and transitions.',
    scale: ['closes', 'never closes'],
    async observe({ show }) {
      const page = await show()
      const content =
        '*, ::before, ::after { animation: none !important; transition: none !important }'
      await page.addStyleTag({ content })
      await add(page, 'Text', { life })
      return (await untilGone(page, 'Text', life + 4 * transition)) ? 'closes' : 'never closes'
    },
  }),
  defineProbe({
    name: 'axe',
    question: 'axe-core looks at a page with three toasts.',
    scale: ['nothing to say', 'to review', 'violations'],
    async observe({ show }) {
      const page = await show()
      for (const text of ['One', 'Two', 'Three']) await addAndSettle(page, text, forever)
      await page.addScriptTag({
        path: createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
      })
      const { violations, incomplete } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      )
      if (violations.length > 0) return { value: 'violations', detail: idsOf(violations) }
      if (incomplete.length > 0) return { value: 'to review', detail: idsOf(incomplete) }
      return 'nothing to say'
    },
  }),
]

const withNonce = `style-src 'self' 'nonce-${nonce}'`

/** For goober, webpack's style loader and its likes, and Vite. */
function sayNonce(): void {
  Object.assign(globalThis, { __nonce__: 'bm9uY2U', __webpack_nonce__: 'bm9uY2U' })
}

async function underPolicy(
  { show }: Stage,
  options: OpenOptions,
  told?: string,
): Promise<
  Observation<'clean, in its place' | 'blocked, in its place' | 'blocked, not in its place'>
> {
  const page = await show({ nonce: told }, { ...options, prepare: countViolations })
  await addAndSettle(page, 'Text', forever)
  const blocked = await page.evaluate(() => (globalThis as unknown as { blocked: number }).blocked)
  const isPlaced = await (
    await toasts(page, 'Text')
  ).evaluate((element) => {
    for (let each: Element | null = element; each; each = each.parentElement)
      if (getComputedStyle(each).position === 'fixed') return true
    return false
  })
  const detail = `${blocked} blocked`
  if (blocked === 0 && isPlaced) return { value: 'clean, in its place' }
  return { value: isPlaced ? 'blocked, in its place' : 'blocked, not in its place', detail }
}

async function countViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = Object.assign(globalThis, { blocked: 0 })
    document.addEventListener('securitypolicyviolation', () => void counted.blocked++)
  })
}

/** Notes in each frame which properties of toasts are being animated, but for bars that show the time. */
async function watchAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    const moved = new Set<string>()
    Object.assign(globalThis, { moved })
    const watch = () => {
      for (const { effect, playState } of document.getAnimations()) {
        if (!(effect instanceof KeyframeEffect) || playState !== 'running') continue
        const inToast =
          effect.target?.closest(probe.toast) ?? effect.target?.querySelector(probe.toast)
        if (!inToast || effect.target?.closest('[role=progressbar]')) continue
        for (const frame of effect.getKeyframes())
          for (const key of Object.keys(frame))
            if (!['offset', 'computedOffset', 'easing', 'composite'].includes(key)) moved.add(key)
      }
      requestAnimationFrame(watch)
    }
    watch()
  })
}

function idsOf(results: readonly Result[]): string {
  return results.map(({ id, nodes }) => `${id} (${nodes.length})`).join(', ')
}
