import type { MessagesClient } from '../client.ts'
import { createOnDemand } from '../client/on-demand.ts'
import type { OnDemand } from '../client/on-demand.ts'
import type { PartTools } from '../client/part.ts'
import { hasLayout } from '../client/screen/has-layout.ts'

/** What begins when a message is on screen, and no page waits for: announcements, clocks, keyboard, swipes. */
export interface WhenShown {
  readonly use: OnDemand<typeof import('./when-shown.ts')>['use']
  readonly stop: () => void
}

export function createWhenShown(_client: MessagesClient, tools: PartTools | undefined): WhenShown {
  const { signal } = tools ?? new AbortController()
  const { load, use } = createOnDemand(async () => import('./when-shown.ts'), signal)
  // Whoever has a toaster wants its keyboard with the first toast.
  if (tools && hasLayout()) void load()
  return {
    use,
    stop: () => undefined,
  }
}
