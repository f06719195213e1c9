import type { FlashpostOptions } from '@flashpost/fastify'
import type { Inbox } from '@flashpost/inbox'
import type { FastifyInstance } from 'fastify'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox } from '../inbox/support.ts'
import type { AppOptions } from '../inbox/support.ts'

export const draft = (text: string) => ({ level: 'info', text }) as const

export interface LiveApp {
  readonly app: FastifyInstance
  readonly inbox: Inbox
  readonly port: number
}

/** An app with an inbox that listens. */
export async function openLiveApp(
  options: Partial<FlashpostOptions> = {},
  more?: (app: FastifyInstance) => void,
  how?: AppOptions,
): Promise<LiveApp> {
  const inbox = openInbox()
  const app = await openApp({ inbox, ...options }, more, how)
  return { app, inbox, port: await portOf(app) }
}
