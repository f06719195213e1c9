import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { cookieStorage, flashpost } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import Fastify from 'fastify'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'
import { addApi } from './api.ts'
import { addDocuments } from './documents.ts'
import { addInbox } from './inbox/routes.ts'
import { addJobs } from './jobs/routes.ts'
import { addPage } from './page.ts'
import { addPlainPage } from './plain-page.ts'
import { addVisitors, visitorOf } from './visitors.ts'

export interface DemoOptions {
  /** The folder with the built page. */
  readonly page: string
  /**
   * Signs the cookies.
   * @default a new one for each start
   */
  readonly secret?: string
  /**
   * Where messages wait.
   * @default cookies of 8 kB, about 70 messages: visitors press "Send 20 requests" more than once
   */
  readonly storage?: FlashStorage
  /**
   * The file in which messages are stored.
   * @default one that goes when the server closes
   */
  readonly inbox?: string
  /** What Fastify itself is told. */
  readonly server?: FastifyHttpOptions<Server>
}

/** Builds the demo's server. The caller makes it listen. */
export async function buildApp(options: DemoOptions): Promise<FastifyInstance> {
  const { page, server, storage = cookieStorage({ budget: 8_192 }) } = options
  // Good enough for a demo: messages that wait do not outlive the process. A real app has one secret for all of its
  // processes and keeps it.
  const { secret = randomBytes(32).toString('base64url') } = options

  const app = Fastify({ forceCloseConnections: true, ...server })
  await app.register(cookie)
  await app.register(formbody)
  const { inbox: file = await createFile(app) } = options
  const inbox = createInbox({ backend: sqliteBackend(file), secret })
  app.addHook('onClose', () => inbox.close())
  addVisitors(app)
  await app.register(flashpost, { secret, storage, inbox, user: visitorOf })

  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', policy)
    reply.header('x-content-type-options', 'nosniff')
  })
  await addPage(app, page)
  addPlainPage(app)
  addApi(app)
  addInbox(app, inbox)
  addJobs(app, { file, secret })
  addDocuments(app)
  return app
}

/** A file of its own: the thread that does the jobs opens it, too. */
async function createFile(app: FastifyInstance): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flashpost-demo-'))
  app.addHook('onClose', () => rm(folder, { recursive: true, force: true }))
  return join(folder, 'inbox.db')
}

// Nothing inline runs and nothing comes from elsewhere: the toaster needs no exception.
const policy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')
