import { Inbox, InboxButton } from '@flashpost/react/inbox'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'

const queryClient = new QueryClient()

/** A bell and the inbox as a page. */
export function InboxScene() {
  return (
    <QueryClientProvider client={queryClient}>
      <InboxButton />
      <Inbox limit={10} />
    </QueryClientProvider>
  )
}
