// What the snippets of the docs take for granted: names that every app has in one form or another.
import type { DatabaseSync } from 'node:sqlite'
import type { FlashStorage, NodeRedisClient } from '@flashpost/fastify'
import type { Inbox } from '@flashpost/inbox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AnyCatalog, Message, MessagesClient } from '@flashpost/react'
import type { Visitor } from '@flashpost/fastify/testing'
import type { ComponentType } from 'react'
import type { MessageRenderer } from '@flashpost/react'

declare global {
  const database: DatabaseSync
  const redis: NodeRedisClient
  const inbox: Inbox
  const keyValueStorage: (service: object) => FlashStorage
  const service: object
  const app: FastifyInstance
  const request: FastifyRequest
  const reply: FastifyReply
  const visitor: Visitor
  const client: MessagesClient
  const catalog: AnyCatalog
  const messages: readonly Message[]
  const i18n: { t(name: string, params: object): string }
  const root: Element
  const body: string
  const secret: string
  const App: ComponentType
  const Page: ComponentType
  const TrackingLink: ComponentType<{ order: unknown }>
  const ErrorCard: (message: { readonly text: string }) => string
  function readForm(body: unknown): { valid: boolean; value: { name: string } }
  function save(form?: unknown): Promise<void>
}

declare module 'fastify' {
  interface FastifyReply {
    view(template: string, data?: object): FastifyReply
  }
}
