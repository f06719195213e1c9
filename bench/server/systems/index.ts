import type { System } from '../system.ts'
import { bare } from './bare.ts'
import { byHand } from './by-hand.ts'
import { flashSecureSession, flashSession } from './fastify-flash.ts'
import { flashpostCookie } from './flashpost.ts'

/** Everything that is measured, by the name that the tables show. */
export const systems = {
  'bare Fastify': bare,
  Flashpost: flashpostCookie,
  '@fastify/flash + secure-session': flashSecureSession,
  '@fastify/flash + session': flashSession,
  'one cookie by hand': byHand,
} satisfies Record<string, System>

export type SystemName = keyof typeof systems
