'use client'

import { useContext } from 'react'
import type { MessagesClient } from '../client.ts'
import { problem } from '../client/problems.ts'
import { MessagesContext } from './messages-context.ts'

/**
 * The client that was given, else the provider's.
 * @throws FlashError `FLASH_ERR_CLIENT` when there is none
 */
export function useMessagesClient(given?: MessagesClient): MessagesClient {
  const provided = useContext(MessagesContext)
  const client = given ?? provided
  if (client) return client
  throw problem('FLASH_ERR_CLIENT')
}
