import { createRequire } from 'node:module'
import { Session } from 'node:inspector/promises'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FastifyInstance, InjectOptions } from 'fastify'

/**
 * Follows one message from `reply.flash()` to the wire and back: a POST that adds it and a GET that shows it, by a
 * template and by the client SDK.
 * @param root a checkout of this repository
 * @returns the files of its packages of which a function was called meanwhile
 */
export async function pathOf(root: string): Promise<Record<'template' | 'sdk', readonly string[]>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true })
  const app = await createApp(root)
  const follow = async (post: InjectOptions, get: (wire: Wire) => InjectOptions) => {
    await session.post('Profiler.takePreciseCoverage')
    const { headers } = await app.inject({ method: 'POST', url: '/add', ...post })
    const wire = {
      cookie: nameAndValue(headers['set-cookie']),
      id: idOf(headers['flash-messages']),
    }
    const { body, headers: answered } = await app.inject(get(wire))
    const isShown = body.includes('Saved.') || answered['flash-used'] === wire.id
    if (!isShown) throw new Error(`the message was not shown: ${body}`)
    return filesIn(root, await session.post('Profiler.takePreciseCoverage'))
  }
  const client = { 'flash-client': 'v=1; tab=a' }
  const paths = {
    template: await follow({}, ({ cookie }) => ({ url: '/show', headers: { cookie } })),
    sdk: await follow({ headers: client }, ({ cookie, id }) => ({
      url: '/',
      headers: { ...client, cookie, 'flash-used': id },
    })),
  }
  await app.close()
  session.disconnect()
  return paths
}

/** What a browser keeps of an answer. */
interface Wire {
  readonly cookie: string
  readonly id: string
}

async function createApp(root: string): Promise<FastifyInstance> {
  const from = createRequire(join(root, 'packages/fastify/package.json'))
  const load = async (path: string) =>
    (await import(pathToFileURL(path).href)) as { default: never }
  const { default: Fastify } = (await load(from.resolve('fastify'))) as {
    default: () => FastifyInstance
  }
  const { default: cookie } = await load(from.resolve('@fastify/cookie'))
  const { default: flashpost } = await load(join(root, 'packages/fastify/src/index.ts'))
  const app = Fastify()
  await app.register(cookie)
  await app.register(flashpost, {
    secret: 'x'.repeat(32),
  })
  app.get('/', () => ({}))
  app.get('/show', (request) => request.messages.read())
  app.post('/add', (_request, reply) => {
    reply.flash.success('Saved.')
    return {}
  })
  await app.ready()
  return app
}

function nameAndValue(line: unknown): string {
  return String(line).split(';')[0]!
}

function idOf(header: unknown): string {
  return /"i":"([^"]+)"/.exec(String(header))?.[1] ?? ''
}

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

function filesIn(root: string, { result }: Coverage): readonly string[] {
  const folder = join(root, 'packages') + sep
  return result
    .filter(({ functions }) =>
      functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)),
    )
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => fileURLToPath(url))
    .filter((file) => file.startsWith(folder) && file.includes(`${sep}src${sep}`))
    .toSorted()
}
