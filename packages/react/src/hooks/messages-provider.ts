'use client'

import type { Message } from '@flashpost/core'
import { createElement, useEffect } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { MessagesClient } from '../client.ts'
import { InitialMessagesContext, MessagesContext } from './messages-context.ts'

/** What `MessagesProvider` takes. */
export interface MessagesProviderProps {
  /** The client of everything inside. The app makes it once, and ends it with `destroy`. */
  readonly client: MessagesClient
  /**
   * What the server rendered this document with, the same on both sides. They are in the first HTML, and in the client
   * from then on; nothing of it stays on the server.
   * @default []
   */
  readonly initialMessages?: readonly Message[]
  /** What finds the client. */
  readonly children?: ReactNode
}

const none: readonly Message[] = []

/** Gives a client to the hooks and toasters inside. */
export function MessagesProvider({
  client,
  initialMessages = none,
  children,
}: MessagesProviderProps): ReactElement {
  useEffect(() => client.deliver(initialMessages), [client, initialMessages])
  return createElement(
    MessagesContext.Provider,
    { value: client },
    createElement(InitialMessagesContext.Provider, { value: initialMessages }, children),
  )
}
