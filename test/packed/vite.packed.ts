import type { Page } from 'playwright'
import { readFileSync } from 'node:fs'
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
  project = await createProject([3001, 5173, 3002, 5174])
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

test('docs/cors.md leads to a page of another origin whose messages are acknowledged', async () => {
  const page = readFileSync('docs/cors.md', 'utf8')
    .replaceAll('https://app.example.com', 'http://localhost:5174')
    .replaceAll('https://api.example.com', 'http://localhost:3002')
  const [allow, client, placeOrder] = page.match(/(?<=^```ts\n)[\s\S]*?(?=^```$)/gm)!
  const server = readme.files.get('server.mjs')!
  const main = readme.files.get('main.jsx')!
  await project.run('npm install @fastify/cors')
  project.write(
    new Map([
      [
        'other/server.mjs',
        server
          .replace(/^import cookie/m, "import cors from '@fastify/cors'\n$&")
          .replace(/^await app.register\(flashpost/m, `${allow}$&`)
          .replace('/api/orders', '/orders')
          .replace('3001', '3002'),
      ],
      [
        'other/main.jsx',
        main
          .replace(/^const client = .*$/m, client!)
          .replace(/^const order = .*$/m, `const order = async () => {\n${placeOrder}}`),
      ],
      ['other/index.html', readme.files.get('index.html')!],
    ]),
  )
  await project.start(startServer.replace('server.mjs', 'other/server.mjs'), /listening/)
  await project.start(`${startVite} other --port 5174 --strictPort`, /ready in/)
  const other = await openPage(`http://localhost:${project.port(5174)}`)
  await expectAcknowledged(other, 'Order placed.', () => order(other))
})

const order = (page: Page) => page.getByRole('button', { name: 'Order' }).click()
