import type { LevelName, MessageName } from '@flashpost/core'
import type { ReactNode } from 'react'
import type { ClientMessage, NamedMessage } from '../client.ts'

/** How messages are shown: by catalog entry, else by level. Whatever has no renderer is shown the usual way. */
export type MessageRenderers = {
  readonly [Name in MessageName]?: (message: NamedMessage<Name>) => ReactNode
} & { readonly [Name in LevelName]?: (message: ClientMessage) => ReactNode }

/** The renderer of a message, if it has one. */
export function rendererOf(
  renderers: MessageRenderers | undefined,
  message: ClientMessage,
): ((message: ClientMessage) => ReactNode) | undefined {
  const byName = renderers as Readonly<Record<string, (message: ClientMessage) => ReactNode>>
  return byName?.[message.name ?? ''] ?? byName?.[message.levelTag]
}
