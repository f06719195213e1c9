import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGuide } from './support/guide.ts'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

const guide = readGuide('packages/fastify/README.md')
const [install = ''] = guide.commands

let project: Project
beforeAll(async () => {
  project = await createProject()
  await project.run('npm install fastify')
  await project.run(install)
})
afterAll(() => project.remove())

/** Adds a message and shows it on the next page. */
const visit = `
app.post('/', async (request, reply) => {
  reply.flash.success('Saved.')
  return reply.redirect('/', 303)
})
app.get('/', async (request) => (await request.messages.read()).map(({ text }) => text))
const visit = async () => {
  const { headers } = await app.inject({ method: 'POST', url: '/' })
  const [cookie] = String(headers['set-cookie']).split(';')
  return (await app.inject({ url: '/', headers: { cookie } })).body
}
visit().then(console.log)
`
const secret = 'FLASH_SECRET=0123456789abcdef0123456789abcdef'

test('an app in CommonJS runs as the README has it', async () => {
  const [[name, code] = ['', '']] = [...guide.files]
  project.write(new Map([[name, code + visit]]))
  expect(await project.run(`${secret} node ${name}`)).toBe('["Saved."]\n')
})

test('so does an app of modules', async () => {
  const imports = `
import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import Fastify from 'fastify'
const app = Fastify()
await app.register(cookie)
await app.register(flashpost, { secret: process.env.FLASH_SECRET })
`
  project.write(new Map([['app.mjs', imports + visit]]))
  expect(await project.run(`${secret} node app.mjs`)).toBe('["Saved."]\n')
})
