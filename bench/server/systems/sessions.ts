import secureSession from '@fastify/secure-session'
import session from '@fastify/session'
import type { FastifyInstance } from 'fastify'
import { secret } from '../system.ts'
import type { System } from '../system.ts'
import { bare } from './bare.ts'

/** As it comes, but for the whole site. */
export async function registerSecureSession(app: FastifyInstance): Promise<void> {
  await app.register(secureSession, { key: Buffer.alloc(32, secret), cookie: { path: '/' } })
}

/** As it comes, but over HTTP too, and only for visitors that have something to keep. */
export async function registerSession(app: FastifyInstance): Promise<void> {
  await app.register(session, { secret, saveUninitialized: false, cookie: { secure: false } })
}

/** A session that nobody uses. */
export const onlySecureSession: System = { ...bare, register: registerSecureSession }

/** A session that nobody uses. */
export const onlySession: System = { ...bare, register: registerSession }
