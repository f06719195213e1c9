import { createMatcher } from '@flashpost/core/protocol'
import type { MessageFilter } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { problem, warn } from '../client/problems.ts'

/**
 * Makes what says whether a filter means a message, with the levels that a client knows by name.
 * @throws FlashError `FLASH_ERR_FILTER` for what no filter can ask for
 */
export function matcherFor(
  client: MessagesClient,
  filter: MessageFilter,
): (message: ClientMessage) => boolean {
  const { level, tags, name } = filter
  const words = [tags, name, [level].flat().filter((each) => typeof each !== 'number')].flat(2)
  for (const word of words)
    if (word !== undefined && typeof word !== 'string') throw problem('FLASH_ERR_FILTER', word)
  return createMatcher(filter, (wanted) => client.levels[wanted] ?? doubt(client, wanted))
}

/** A level that has no name yet may be one that the server tells. */
function doubt<Level extends string | number>(client: MessagesClient, level: Level): Level {
  if (typeof level === 'string')
    warn(client, 'FLASH_ERR_LEVEL', level, () => !(level in client.levels))
  return level
}
