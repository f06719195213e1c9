import type { MessagesClient } from '../client.ts'
import { createOnDemand } from '../client/on-demand.ts'
import type { OnDemand } from '../client/on-demand.ts'
import type { PartTools } from '../client/part.ts'

/** What begins when a message is on screen, and no page waits for: announcements, clocks, keyboard, swipes. */
export interface WhenShown {
  readonly use: OnDemand<typeof import('./when-shown.ts')>['use']
  readonly stop: () => void
}

export function createWhenShown(_client: MessagesClient, tools: PartTools | undefined): WhenShown {
  const { signal } = tools ?? new AbortController()
  return {
    use: createOnDemand(async () => import('./when-shown.ts'), signal).use,
    stop: () => undefined,
  }
}
