import type { System } from '../system.ts'
import { bare } from './bare.ts'
import { flashSecureSession, flashSession } from './fastify-flash.ts'
import { floor } from './floor.ts'
import {
  flashpostBesideSecureSession,
  flashpostBesideSession,
  flashpostCookie,
  flashpostInSession,
  flashpostInStore,
  flashpostWithInbox,
  flashpostWithUsers,
} from './flashpost.ts'
import { onlySecureSession, onlySession } from './sessions.ts'

/** Everything that is measured, by the name that the tables show. */
export const systems = {
  'bare Fastify': bare,
  'the floor: one signed cookie': floor,
  Flashpost: flashpostCookie,
  '@fastify/flash + secure-session': flashSecureSession,
  '@fastify/flash + session': flashSession,
  '@fastify/session alone': onlySession,
  '@fastify/secure-session alone': onlySecureSession,
  'Flashpost beside @fastify/session': flashpostBesideSession,
  'Flashpost beside @fastify/secure-session': flashpostBesideSecureSession,
  'Flashpost in @fastify/session': flashpostInSession,
  'Flashpost in memoryStore': flashpostInStore,
  'Flashpost with users': flashpostWithUsers,
  'Flashpost with an inbox': flashpostWithInbox,
} satisfies Record<string, System>

export type SystemName = keyof typeof systems

/** What Flashpost is held against. */
export const peers = ['@fastify/flash + secure-session', '@fastify/flash + session'] as const
export const floorName = 'the floor: one signed cookie'
