import type { ClientMessage } from './client-message.ts'

/** Whether a message stands for work that still runs: it stays until another one says how that has ended. */
export function isUnderWay({ busy, progress }: Pick<ClientMessage, 'busy' | 'progress'>): boolean {
  return busy || progress === null || (progress ?? 1) < 1
}
