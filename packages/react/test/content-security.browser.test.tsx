import { Toaster } from '@flashpost/react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient } from './support/clients.ts'
import styles from '../src/styles.css?url'

const policy = "default-src 'self'"

test('under a strict content security policy a toaster is styled, and violates nothing', async () => {
  const { page, violations } = await openPage()
  const client = startClient({ hydrate: false })
  const root = createRoot(page.querySelector('main')!)
  onTestFinished(() => root.unmount())
  root.render(<Toaster client={client} stack progress />)
  await vi.waitFor(() => expect(page.querySelector('.flashpost')).not.toBeNull())
  for (const level of ['info', 'success', 'error'] as const)
    client[level]('Text', { description: 'More', actions: [{ label: 'Undo' }] })
  await vi.waitFor(() => expect(page.querySelectorAll('li')).toHaveLength(3))
  const toaster = page.querySelector('.flashpost')!
  expect(page.defaultView?.getComputedStyle(toaster).position).toBe('fixed')
  expect(page.querySelectorAll('[style], style')).toHaveLength(0)
  page.querySelector('li')?.style.setProperty('--flashpost-swipe', '10px')
  client.dismiss()
  await vi.waitFor(() => expect(page.querySelectorAll('li')).toHaveLength(0), { timeout: 3_000 })
  expect(violations).toEqual([])
})

test('the policy is in force', async () => {
  const { page, violations } = await openPage()
  page.querySelector('main')?.setAttribute('style', 'color: red')
  await vi.waitFor(() => expect(violations).toEqual(['style-src-attr']))
})

async function openPage(): Promise<{ page: Document; violations: string[] }> {
  const frame = document.createElement('iframe')
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${styles}"><main></main>`
  document.body.append(frame)
  onTestFinished(() => frame.remove())
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  const page = frame.contentDocument!
  const violations: string[] = []
  page.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    violations.push(effectiveDirective)
  })
  return { page, violations }
}
