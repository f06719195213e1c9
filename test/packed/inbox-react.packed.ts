import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage } from './support/browser.ts'
import { readGuide } from './support/guide.ts'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

const readme = readGuide('README.md', 'Five minutes to the first toast')
const guide = readGuide('docs/inbox-react.md')
const [installServer, installPage, startServer, startVite] = readme.commands as Four
const [installInbox] = guide.commands as [string]
type Four = [string, string, string, string]

let project: Project
beforeAll(async () => {
  project = await createProject([3001, 5173])
  for (const install of [installServer, installPage, installInbox]) await project.run(install)
})
afterAll(() => project.remove())

test('docs/inbox-react.md leads to a bell with a badge, in under 25 lines', async () => {
  expect(guide.files.get('main.jsx')!.split('\n').length).toBeLessThan(25)
  project.write(new Map([...readme.files, ...guide.files]))
  await project.start(startServer, /listening/)
  await project.start(`${startVite} --port 5173 --strictPort`, /ready in/)
  const page = await openPage(`http://localhost:${project.port(5173)}`)
  const mistakes: string[] = []
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) mistakes.push(message.text())
  })
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('button', { name: 'Inbox, 1 unread' }).click()
  await page.getByRole('article').click()
  await page.getByRole('button', { name: 'Inbox', exact: true }).waitFor()
  expect(await page.getByRole('article').textContent()).toContain('Your export is ready.')
  expect(mistakes).toEqual([])
})
