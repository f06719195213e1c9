import type { PendingMessage } from '@flashpost/core'
import { messageOf } from '@flashpost/core/protocol'
import type { InboxLike } from '@flashpost/core/protocol'
import { createNews } from '../inbox/news.ts'
import type { ReplyBoxes } from '../live/reply-boxes.ts'
import type { FlashContext, FlashStorage } from './storage.ts'

/**
 * What jobs have answered visitors who were not signed in, as a storage of the chain. It holds nothing of what requests add, and
 * is told of all that was shown.
 */
export function createRepliesStorage(inbox: InboxLike, replyBoxes: ReplyBoxes): FlashStorage {
  const news = createNews(inbox, 'boxes')

  async function readBox(
    box: string,
    { tab, maxAge }: FlashContext,
  ): Promise<readonly PendingMessage[]> {
    const since = Date.now() - maxAge * 1_000
    if ((await news.of(box)).length === 0) return []
    const { messages } = await inbox.turns({ box }, tab)
    return messages
      .filter(({ arrivedAt }) => arrivedAt > since)
      .map((item) => ({ message: messageOf(item), since: item.arrivedAt }))
  }

  async function takeNote(context: FlashContext, ids: readonly string[]): Promise<boolean> {
    const boxes = replyBoxes.claim(context)
    const known = await Promise.all(boxes.map((box) => inbox.announced({ box }, ids)))
    return known.some(({ length }) => length > 0)
  }

  const mayHold = ({ headers }: FlashContext['request']) => replyBoxes.mayHave(headers.cookie)
  return {
    name: 'replies',
    mayHold,
    read: async (context) => {
      const boxes = replyBoxes.claim(context)
      return (await Promise.all(boxes.map((box) => readBox(box, context)))).flat()
    },
    add: (_context, messages) => messages,
    async remove(context, ids) {
      await takeNote(context, ids)
    },
    timing: {
      setup(app) {
        const stop = news.listen()
        app.addHook('onClose', async () => stop())
      },
      follow: (context, ids) => mayHold(context.request) && takeNote(context, ids),
    },
  }
}
