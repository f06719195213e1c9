import type { MessageName, MessageOf } from '@flashpost/core'
import type { ClientMessage } from './client-message.ts'

/** A message that was made from one of these catalog entries, as the store holds it. */
export type NamedMessage<Name extends MessageName = MessageName> = Name extends MessageName
  ? MessageOf<Name> & Pick<ClientMessage, 'local' | 'busy' | 'fallback'>
  : never
