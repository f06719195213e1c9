import type { MessagesClient } from '../../client.ts'
import type { ToastList } from './toast-list.ts'
import type { ToastsOptions } from '../toaster-props.ts'

/** A toaster's element, and what everything that goes on in it has to know, until the signal. */
export interface MountedToaster {
  readonly client: MessagesClient
  readonly root: HTMLElement
  readonly list: Pick<ToastList, 'hasNews' | 'release'>
  readonly signal: AbortSignal
  /** The toaster's options as they are now, and how many messages wait behind its limit. */
  readonly now: () => ToastsOptions & { readonly waiting: number }
}

type Events = WindowEventMap & DocumentEventMap

/** Listens to each of these events. */
export function listen<Type extends keyof Events>(
  target: EventTarget,
  types: readonly Type[],
  listener: (event: Events[Type]) => void,
  signal: AbortSignal,
): void {
  for (const type of types) target.addEventListener(type, listener as EventListener, { signal })
}
