import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { secret } from '../system.ts'
import type { System } from '../system.ts'

const name = 'flash'
const attributes: CookieSerializeOptions = {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  maxAge: 86_400,
}

/** What one writes by hand in an hour: all messages in one signed cookie, read, appended to and cleared. */
export const byHand: System = {
  async register() {},
  add(request, reply, texts) {
    const added = texts.map((text) => ({ level: 'success', text }))
    reply.setCookie(name, write([...read(request), ...added]), attributes)
  },
  show(request, reply: FastifyReply) {
    const messages = read(request)
    if (messages.length > 0) reply.clearCookie(name, attributes)
    return messages.map(({ text }) => text)
  },
}

interface Flash {
  readonly level: string
  readonly text: string
}

function write(messages: readonly Flash[]): string {
  const value = Buffer.from(JSON.stringify(messages)).toString('base64url')
  return `${value}.${sign(value).toString('base64url')}`
}

function read({ cookies }: FastifyRequest): readonly Flash[] {
  const [value = '', signature = ''] = cookies[name]?.split('.') ?? []
  const [given, expected] = [Buffer.from(signature, 'base64url'), sign(value)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return []
  return JSON.parse(Buffer.from(value, 'base64url').toString()) as Flash[]
}

function sign(value: string): Buffer {
  return createHmac('sha256', secret).update(value).digest()
}
