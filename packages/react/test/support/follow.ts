import type { InboxNews, MessagesClient, PartTools } from '@flashpost/react/client'

/** The tools that a client hands to its parts. */
export function toolsOf(client: MessagesClient): PartTools {
  const { tools } = client.part(createHolder)
  return tools!
}

function createHolder(_client: MessagesClient, tools: PartTools | undefined) {
  return { tools, stop: () => undefined }
}

/** Follows the inbox of a client's user, and keeps what it is told. */
export function followInbox(client: MessagesClient) {
  const news: InboxNews[] = []
  return { news, stop: toolsOf(client).follow((each) => news.push(each)) }
}
