import { createContext } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'

export const MessagesContext = createContext<MessagesClient | undefined>(undefined)

/** What a server rendered with, and a browser hydrates with. */
export const InitialMessagesContext = createContext<readonly ClientMessage[]>([])
