import type { MessagesClient } from './messages-client.ts'
import type { MessagesClientOptions } from './options.ts'
import { warn } from './problems.ts'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Warns who develops of what is wrong between a client and its server. Nothing of this is left in production. */
export function watchForMistakes(
  client: MessagesClient,
  { url = '/' }: MessagesClientOptions,
): void {
  try {
    if (process.env.NODE_ENV !== 'production') {
      if (!/^(?:https?:)?\//.test(url)) warn(client, 'FLASH_ERR_URL', url)
      client.on('failed', ({ code, url: called, error }) =>
        warn(client, code, called?.replace(/\/used$/, '') ?? error),
      )
      client.on('shown', (messages) => {
        const known = Object.values(client.levels)
        for (const { level, levelTag } of messages)
          if (levelTag !== '' && !known.includes(level)) warn(client, 'FLASH_ERR_LEVELS', level)
      })
    }
  } catch {}
}
