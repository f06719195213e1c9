/** What `getMessageProps` marks: the elements of messages that are there to stay. */
export function toastsIn(root: Element | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[data-message-id]:not([inert])') ?? [])]
}

/** The toast that an event happened in. */
export function toastAt(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined
  return target.closest<HTMLElement>('[data-message-id]:not([inert])') ?? undefined
}

export function idOf(toast: HTMLElement): string {
  return toast.dataset['messageId'] ?? ''
}
