import { createContext } from 'react'
import type { MessagesClient } from '../client.ts'

export const MessagesContext = createContext<MessagesClient | undefined>(undefined)
