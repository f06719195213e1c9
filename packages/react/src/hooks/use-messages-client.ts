'use client'

import { FlashError } from '@flashpost/core'
import { useContext } from 'react'
import type { MessagesClient } from '../client.ts'
import { MessagesContext } from './messages-context.ts'

/**
 * The client that was given, else the provider's.
 * @throws FlashError `FLASH_ERR_CLIENT` when there is none
 */
export function useMessagesClient(given?: MessagesClient): MessagesClient {
  const provided = useContext(MessagesContext)
  const client = given ?? provided
  if (client) return client
  throw new FlashError(
    'FLASH_ERR_CLIENT',
    'There is no messages client here.',
    'Wrap the app in a MessagesProvider, or pass `client`.',
  )
}
