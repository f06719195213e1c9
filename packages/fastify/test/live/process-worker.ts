// A worker without Fastify: it sends what its parent says, one after the other, and tells what is sent.
import { openSharedInbox } from './process-inbox.ts'

const inbox = await openSharedInbox()
await inbox.setup()
let before: Promise<void> | undefined

process.on('message', (order: Order) => {
  before = sendAfter(before, order)
})
process.send!('ready')

interface Order {
  /** `null` for everybody. */
  readonly user: string | null
  readonly text: string
}

async function sendAfter(earlier: typeof before, { user, text }: Order): Promise<void> {
  await earlier
  const draft = { level: 'info', text } as const
  // It may be told to send again what another worker was killed over.
  if (user === null) await inbox.broadcast(draft, { dedupeKey: text })
  else await inbox.send(user, draft, { dedupeKey: text })
  process.send!(text)
}
