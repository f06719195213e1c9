import type { StoredMessage } from '@flashpost/core'
import { inboxQueryOptions } from '@flashpost/react/inbox'
import type { InboxApp, InboxTab } from './inbox-app.tsx'

/** Puts so many messages into the query cache of a tab, as if all their pages had been loaded. */
export async function addInboxPages(
  { inbox }: InboxApp,
  { client, queryClient }: InboxTab,
  count: number,
): Promise<void> {
  const page = await inbox.list('ada')
  const [newest] = page.messages
  const messages = Array.from({ length: count }, (_, index): StoredMessage => ({
    ...newest!,
    id: index === 0 ? newest!.id : `${index}`.padStart(22, '0'),
    text: `Message ${index}`,
    arrivedAt: newest!.arrivedAt - index,
    position: newest!.position - index,
  }))
  queryClient.setQueryData(inboxQueryOptions(client).queryKey, {
    pages: [{ ...page, messages }],
    pageParams: [undefined],
  })
}
