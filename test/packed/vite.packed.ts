import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAcknowledged, openPage } from './support/browser.ts'
import { readGuide } from './support/guide.ts'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

const readme = readGuide('README.md', 'Five minutes to the first toast')
const guide = readGuide('docs/vite.md')
const [installServer, installPage, startServer, startVite] = readme.commands as Four
const [installMore, build, startBuilt] = guide.commands as Three
type Three = [string, string, string]
type Four = [...Three, string]

let project: Project
beforeAll(async () => {
  project = await createProject([3001, 5173])
  await project.run(installServer)
  await project.run(installPage)
})
afterAll(() => project.remove())

test('README.md leads to a toast that is acknowledged', async () => {
  project.write(readme.files)
  const stopServer = await project.start(startServer, /listening/)
  const stopVite = await project.start(`${startVite} --port 5173 --strictPort`, /ready in/)
  const page = await openPage(`http://localhost:${project.port(5173)}`)
  await expectAcknowledged(page, 'Order placed.', () => order(page))
  await Promise.all([stopServer(), stopVite()])
})

test('docs/vite.md leads to a build that Fastify serves, with what waits inside the document', async () => {
  await project.run(installMore)
  project.write(guide.files)
  await project.run(build)
  await project.start(startBuilt, /listening/)

  const page = await openPage(`http://localhost:${project.port(3001)}`)
  await expectAcknowledged(page, 'Order placed.', () => order(page))

  // Not by the client: so it waits for the next document.
  await page.evaluate(() => fetch('/api/orders', { method: 'POST' }))
  await expectAcknowledged(page, 'Order placed.', () => page.reload())
  expect(await page.locator('script#flashpost').textContent()).toContain('Order placed.')
})

const order = (page: Page) => page.getByRole('button', { name: 'Order' }).click()
