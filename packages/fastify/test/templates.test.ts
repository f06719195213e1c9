import view from '@fastify/view'
import ejs from 'ejs'
import handlebars from 'handlebars'
import { expect, test } from 'vitest'
import { browse, createApp } from './support.ts'

const templates = {
  ejs: {
    engine: ejs,
    list: '<% for (const message of messages) { %>[<%= message.tags %>] <%= message.text %>;<% } %>',
    count: '<%= messages.length %>',
    levels: '<%= messageLevels.warning %>',
    unused: 'no messages here',
  },
  handlebars: {
    engine: handlebars,
    list: '{{#each messages}}[{{tags}}] {{text}};{{/each}}',
    count: '{{messages.length}}',
    levels: '{{messageLevels.warning}}',
    unused: 'no messages here',
  },
}

async function setUp(name: keyof typeof templates) {
  const { engine, ...sources } = templates[name]
  const app = await createApp({ locals: true })
  await app.register(view, { engine: { [name]: engine } })
  for (const [path, raw] of Object.entries(sources)) {
    app.get(`/${path}`, (request, reply) => reply.view({ raw } as never))
  }
  app.post('/form', (request, reply) => {
    reply.flash.error('Name is missing')
    return reply.view({ raw: sources.list } as never)
  })
  app.get('/add', (request, reply) => {
    reply.flash.success('Saved.', { extraTags: 'profile' })
    return reply.redirect('/list', 303)
  })
  const browser = await browse(app)
  return { browser, page: async (path: string) => (await browser.request(path)).text() }
}

test.each(['ejs', 'handlebars'] as const)('a template of %s shows messages once', async (name) => {
  const { browser, page } = await setUp(name)
  await page('/add')
  expect(await page('/list')).toBe('[profile success] Saved.;')
  expect(await page('/list')).toBe('')
  expect(browser.flashCookies()).toEqual([])
})

test.each(['ejs', 'handlebars'] as const)(
  'a template of %s that shows none, or only their number, leaves them',
  async (name) => {
    const { page } = await setUp(name)
    await page('/add')
    expect(await page('/unused')).toBe('no messages here')
    expect(await page('/count')).toBe('1')
    expect(await page('/list')).toBe('[profile success] Saved.;')
    expect(await page('/count')).toBe('0')
  },
)

test.each(['ejs', 'handlebars'] as const)(
  'a template of %s shows what its own request has added',
  async (name) => {
    const { browser } = await setUp(name)
    expect(await (await browser.post('/form')).text()).toBe('[error] Name is missing;')
    expect(browser.flashCookies()).toEqual([])
  },
)

test.each(['ejs', 'handlebars'] as const)(
  "a template of %s knows the levels' numbers",
  async (name) => {
    const { page } = await setUp(name)
    expect(await page('/levels')).toBe('30')
  },
)
