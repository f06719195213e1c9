import type { Message } from '@flashpost/core'
import type { Body, Row } from '../backend.ts'

/** A row as databases answer it. */
export type RowRecord = Omit<Row, 'isBroadcast' | 'isPinned' | 'isAnnounced' | 'body'> & {
  readonly isBroadcast: number
  readonly isPinned: number
  readonly isAnnounced: number
  readonly message?: string
  readonly topic?: string | null
}

export function toRow({ message, topic, ...record }: RowRecord): Row {
  return {
    ...record,
    isBroadcast: record.isBroadcast === 1,
    isPinned: record.isPinned === 1,
    isAnnounced: record.isAnnounced === 1,
    ...(message !== undefined && { body: toBody(message, topic) }),
  }
}

export function toBody(message: string, topic: string | null | undefined): Body {
  return {
    message: JSON.parse(message) as Message,
    ...(topic !== null && topic !== undefined && { topic }),
  }
}
