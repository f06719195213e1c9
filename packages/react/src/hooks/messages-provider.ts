'use client'

import { createElement } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { MessagesClient } from '../client.ts'
import { MessagesContext } from './messages-context.ts'

/** What `MessagesProvider` takes. */
export interface MessagesProviderProps {
  /** The client of everything inside. The app makes it once, and ends it with `destroy`. */
  readonly client: MessagesClient
  readonly children?: ReactNode
}

/** Gives a client to the hooks and toasters inside. */
export function MessagesProvider({ client, children }: MessagesProviderProps): ReactElement {
  return createElement(MessagesContext.Provider, { value: client }, children)
}
