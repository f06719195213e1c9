import { useLayoutEffect, useRef } from 'react'
import type { HTMLAttributes, RefObject } from 'react'

/**
 * Keeps the focus inside of an element when what had it is taken away: the way back of a mark, the last entry. Readers would begin
 * at the top of the page again.
 * @param active the entry that gets it, if there is one
 */
export function useKeptFocus(
  active: string | undefined,
): HTMLAttributes<HTMLElement> & { readonly ref: RefObject<HTMLElement | null> } {
  const ref = useRef<HTMLElement>(null)
  const isInside = useRef(false)
  useLayoutEffect(() => {
    const { current } = ref
    if (isInside.current && isNowhere(current)) (entryOf(current, active) ?? current)?.focus()
  })
  return {
    ref,
    tabIndex: -1,
    onFocus: () => void (isInside.current = true),
    onBlur: () => void (isInside.current = !isNowhere(ref.current)),
  }
}

/** The element of an entry. */
export function entryOf(around: HTMLElement | null, id = ''): HTMLElement | null {
  return around?.querySelector<HTMLElement>(`[data-inbox-entry="${CSS.escape(id)}"]`) ?? null
}

/**
 * Says whether nothing has the focus. React hears of no blur when an element is taken away, so one that it does hear of is
 * somebody's: unless the window has lost the focus, whose element has it still.
 */
export function isNowhere(element: HTMLElement | null): boolean {
  const root = element?.getRootNode() as Document | ShadowRoot | undefined
  return !root?.activeElement || root.activeElement === document.body
}
