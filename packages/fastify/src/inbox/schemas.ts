// JSON Schema (draft 7, as Fastify's validator reads it) of what the endpoints of the inbox take and give.
import type { InboxEndpointKind } from '@flashpost/core/protocol'
import type { FastifySchema } from 'fastify'
import { message, refusal } from '../http/schemas.ts'

const text = { type: 'string' } as const
const time = { type: 'number', description: 'Milliseconds since the epoch.' } as const
const count = { type: 'integer', minimum: 0 } as const
const revision = { ...text, description: 'What the answer is as of; opaque.' } as const
const oneOrMore = (items: object) => ({ anyOf: [items, { type: 'array', maxItems: 50, items }] })

const storedMessage = {
  ...message,
  required: [...message.required, 'position', 'arrivedAt'],
  properties: {
    ...message.properties,
    position: { ...count, description: 'Greater for what comes later; broadcasts have their own.' },
    arrivedAt: time,
    readAt: { ...time, description: 'Absent while it is unread.' },
    archivedAt: { ...time, description: 'Absent while it is not archived.' },
    topic: { ...text, description: 'What it is about.' },
    broadcast: { type: 'boolean', description: 'Sent to everybody.' },
  },
} as const

const counts = {
  type: 'object',
  required: ['unread', 'read', 'archived'],
  properties: { unread: count, read: count, archived: count },
} as const

const page = {
  type: 'object',
  required: ['messages', 'counts', 'revision'],
  properties: {
    messages: { type: 'array', items: storedMessage, description: 'Newest first.' },
    next: { ...text, description: 'Where the next page begins: `after`. Absent on the last one.' },
    counts,
    revision,
  },
} as const

const changes = {
  type: 'object',
  required: ['reset', 'changed', 'removed', 'counts', 'revision'],
  properties: {
    reset: { type: 'boolean', description: 'Everything is to be loaded anew.' },
    read: {
      type: 'array',
      description: 'Everything up to there was read, but for what `changed` says otherwise.',
      items: {
        type: 'object',
        required: ['rev', 'brev', 'at'],
        properties: { rev: count, brev: count, at: time },
      },
    },
    changed: { type: 'array', items: storedMessage },
    removed: { type: 'array', items: text },
    counts,
    revision,
  },
} as const

const marked = {
  type: 'object',
  required: ['changed', 'counts', 'revision'],
  properties: {
    changed: { ...count, description: 'How many messages it has changed.' },
    counts,
    revision,
    undo: { ...text, description: 'Takes it back, for ten minutes. Absent when nothing changed.' },
  },
} as const

const filter = {
  state: { type: 'string', enum: ['unread', 'read', 'inbox', 'archived', 'all'], default: 'inbox' },
  level: oneOrMore({ type: ['string', 'integer'] }),
  tags: oneOrMore(text),
  name: oneOrMore(text),
  topic: oneOrMore(text),
} as const

const filterQuery = { type: 'object', properties: filter } as const

const pageQuery = {
  type: 'object',
  properties: {
    ...filter,
    after: text,
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  },
} as const

const sinceQuery = {
  type: 'object',
  properties: { since: { ...text, description: 'The `revision` of an answer.' } },
} as const

const target = {
  type: 'object',
  description: 'Messages by their ids, or all up to a revision that a filter means.',
  properties: {
    ids: { type: 'array', maxItems: 1_000, items: text },
    of: {
      ...text,
      description: 'A `revision` of whom the mark is: that of another user is refused.',
    },
    upTo: { ...text, description: 'The `revision` of an answer.' },
    filter: { type: 'object', additionalProperties: false, properties: filter },
  },
} as const

const undoing = { type: 'object', required: ['undo'], properties: { undo: text } } as const

const one = { type: 'object', required: ['id'], properties: { id: text } } as const

const header = (description: string) => ({ type: 'string', description }) as const

/** Fields of a request that changes something. */
const changing = {
  type: 'object',
  properties: { 'Flash-Client': header('`v=1; tab=<id>`. Required.') },
} as const

/** Fields of a request that may know the answer. */
const asking = {
  type: 'object',
  properties: { 'If-None-Match': header('The `ETag` of an answer, for 304 if it is still right.') },
} as const

const notModified = { type: 'null', description: 'As it was.' } as const

const refusals = { 400: refusal, 401: refusal } as const

/** What the endpoints of each kind take and give. */
export const schemasOf: Readonly<Record<InboxEndpointKind, FastifySchema>> = {
  page: question(page, { querystring: pageQuery }),
  counts: question(counts, { querystring: filterQuery }),
  changes: question(changes, { querystring: sinceQuery }),
  message: question(storedMessage, { params: one }, { 404: refusal }),
  markOne: change({ params: one }, { 404: refusal }),
  markMany: change({ body: target }),
  undo: change({ body: undoing }),
}

function question(found: object, given: FastifySchema, more: object = {}): FastifySchema {
  const response = { 200: found, 304: notModified, ...refusals, ...more }
  return { headers: asking, ...given, response }
}

function change(given: FastifySchema, more: object = {}): FastifySchema {
  return {
    headers: changing,
    ...given,
    response: { 200: marked, ...refusals, 403: refusal, ...more },
  }
}
