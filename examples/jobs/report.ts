import { setTimeout } from 'node:timers/promises'
import type { Inbox, MessageDraft } from '@flashpost/inbox'

/** What a job has to know, as JSON, which is what queues keep. */
export interface ReportJob {
  readonly id: string
  readonly rows: number
  /** Who has asked, if somebody is signed in. */
  readonly user: string | null
  /** Leads to the browser that has asked, whoever sits there. It is signed, and good for an hour. */
  readonly replyTo: string
}

/** Makes a report, and tells who has asked for it how it goes. */
export async function makeReport(inbox: Inbox, { id, rows, user, replyTo }: ReportJob) {
  // Of one key, so that each message takes the place of the one before: one toast, one entry of the inbox, however many steps.
  const tell = (draft: MessageDraft) => {
    const message = { ...draft, key: `report ${id}` }
    return user === null ? inbox.reply(replyTo, message) : inbox.send(user, message)
  }

  try {
    for (let done = 0; done < rows; done++) {
      await tell({ level: 'info', text: 'Your report is being made.', progress: done / rows })
      await addRow(done)
    }
    await tell({ level: 'success', text: 'Your report is ready.', url: `/reports/${id}` })
  } catch (error) {
    await tell({ level: 'error', text: 'Your report could not be made.' })
    throw error
  }
}

/** Stands for the work. */
async function addRow(row: number): Promise<void> {
  if (row === 13) throw new Error('There is no thirteenth row.')
  await setTimeout(50)
}
