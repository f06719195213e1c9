import { setTimeout } from 'node:timers/promises'
import type { Inbox, MessageDraft } from '@flashpost/inbox'

/** An export, as the server hands it to the thread that makes it. */
export interface ExportJob {
  readonly id: string
  readonly isDoomed: boolean
  /** Who has asked; nobody who is known, and then the answer goes to the browser alone. */
  readonly visitor: string | null
  readonly replyTo: string
}

const [steps, pause] = [60, 70]

/** Exports nothing at all, step by step, and tells whoever has asked how far it is. */
export async function exportOrders(
  inbox: Inbox,
  { id, isDoomed, visitor, replyTo }: ExportJob,
): Promise<void> {
  // One key, one toast: each step takes the place of the one before.
  const tell = (draft: MessageDraft) => {
    const message = { ...draft, key: `export ${id}` }
    return visitor === null ? inbox.reply(replyTo, message) : inbox.send(visitor, message)
  }
  for (let step = 0; step < (isDoomed ? steps * 0.7 : steps); step++) {
    await tell({ level: 'info', text: 'Your orders are being exported.', progress: step / steps })
    await setTimeout(pause)
  }
  await tell(
    isDoomed
      ? { level: 'error', text: 'The export has failed: the disk is full.' }
      : {
          level: 'success',
          text: 'Your orders are exported.',
          description: '1,200 of them, in one file.',
          url: '/documents/readme',
        },
  )
}
