const staying = '[data-message-id]:not([inert])'

/** What `getMessageProps` marks: the elements of messages that are there to stay. */
export function toastsIn(root: Element): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(staying)]
}

/** The toast that an element of it belongs to. */
export function toastAround(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>(staying) ?? null
}

/** The focused element of the document or shadow root that an element is in. */
export function focusedIn(element: Element): HTMLElement | null {
  return (element.getRootNode() as Document).activeElement as HTMLElement | null
}

export function idOf(toast: HTMLElement): string {
  return toast.dataset['messageId'] ?? ''
}
