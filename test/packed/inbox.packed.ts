import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGuide } from './support/guide.ts'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

const guide = readGuide('packages/inbox/README.md')
const [install = ''] = guide.commands

let project: Project
beforeAll(async () => {
  project = await createProject()
  await project.run(install)
})
afterAll(() => project.remove())

test('stored messages work without Fastify as the README has it', async () => {
  const [[name, code] = ['', '']] = [...guide.files]
  const say = `console.log(JSON.stringify([counts, messages.map(({ text }) => text).sort()]))`
  project.write(new Map([[name, `${code}\n${say}\n`]]))
  const printed = await project.run(`node --disable-warning=ExperimentalWarning ${name}`)
  expect(JSON.parse(printed)).toEqual([
    { unread: 2, read: 0, archived: 0 },
    ['Down tonight from 8 to 9.', 'Your export is ready.'],
  ])
})
