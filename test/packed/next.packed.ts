import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAcknowledged, openPage } from './support/browser.ts'
import { readGuide } from './support/guide.ts'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

const { files: serverFiles, commands: serverCommands } = readGuide(
  'README.md',
  'Five minutes to the first toast',
)
const [installServer, , startServer] = serverCommands as [string, string, string]
const guide = readGuide('docs/next.md')
const [installNext, installTypes, build, startNext] = guide.commands as [
  string,
  string,
  string,
  string,
]

let server: Project
let site: Project
beforeAll(async () => {
  server = await createProject([3001])
  site = await createProject([3000])
  await Promise.all([
    server.run(installServer),
    site.run(installNext).then(() => site.run(installTypes)),
  ])
  server.write(serverFiles)
  site.write(guide.files)
  await server.start(startServer, /listening/)
  await site.run(`API_URL=http://localhost:${server.port(3001)} ${build}`)
  const api = `API_URL=http://localhost:${server.port(3001)}`
  await site.start(`${api} ${startNext} --port 3000`, /Ready/)
})
afterAll(() => Promise.all([server.remove(), site.remove()]))

test('docs/next.md leads to a toast that is acknowledged, and to what waits in the first HTML', async () => {
  const url = `http://localhost:${site.port(3000)}`
  const page = await openPage(url)
  const errors: string[] = []
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()))
  await expectAcknowledged(page, 'Order placed.', () =>
    page.getByRole('button', { name: 'Order' }).click(),
  )

  await page.evaluate(() => fetch('/api/orders', { method: 'POST' }))
  const document = page.waitForResponse(url + '/')
  await expectAcknowledged(page, 'Order placed.', () => page.reload())
  expect(await (await document).text()).toContain('Order placed.')
  expect(errors).toEqual([])
})
