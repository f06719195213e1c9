import { decodeUsed, decodeUsedBody, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../examples/demo/server/app.ts'
import type { DemoOptions } from '../../examples/demo/server/app.ts'

export interface AppOptions extends DemoOptions {
  /** Adds routes and hooks of the test's own. */
  readonly extend?: (app: FastifyInstance) => void
}

/** What one request has acknowledged. */
export interface Acknowledgement {
  readonly path: string
  readonly ids: readonly string[]
}

/** The demo's server, listening, and what happened to its messages. */
export interface RunningApp {
  readonly url: string
  /** Every message that was added, in this order. */
  readonly added: readonly Message[]
  /** The requests that acknowledged any messages, in order of arrival, whether or not they were answered. */
  readonly acknowledgements: readonly Acknowledgement[]
  /** The ids that the server has let go of. */
  readonly used: ReadonlySet<string>
  /** The latest `Flash-Client` header, without the mark of a new document. */
  readonly client: () => string
  readonly close: () => Promise<void>
}

/** Starts the demo's server on a port of its own. */
export async function runApp({ extend, ...options }: AppOptions): Promise<RunningApp> {
  const app = await buildApp(options)
  const added: Message[] = []
  const acknowledgements: Acknowledgement[] = []
  const used = new Set<string>()
  let client = ''

  app.flashpost.on('added', ({ message }) => added.push(message))
  app.flashpost.on('used', ({ ids }) => {
    for (const id of ids) used.add(id)
  })
  app.addHook('preHandler', async ({ headers, body, url }) => {
    const header = headers[fields.client]
    if (typeof header === 'string') client = header.replace('; document', '')
    const inBody = url === '/messages/used' ? decodeUsedBody(body) : []
    const ids = [...decodeUsed(headers[fields.used]), ...inBody]
    if (ids.length > 0) acknowledgements.push({ path: url, ids })
  })
  extend?.(app)

  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, added, acknowledgements, used, client: () => client, close: () => app.close() }
}
