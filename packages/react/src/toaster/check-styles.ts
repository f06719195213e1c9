import { warn } from '../client/problems.ts'
import { hasLayout } from '../client/screen/has-layout.ts'
import type { MessagesClient } from '../client.ts'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Warns who develops when an element of a toaster has not got the style sheet. Nothing of this is left in production. */
export function checkStyles(client: MessagesClient, element: Element | null): void {
  try {
    if (process.env.NODE_ENV !== 'production') {
      const isMissing = () =>
        element?.isConnected === true &&
        getComputedStyle(element).getPropertyValue('--flashpost-gap') === ''
      if (hasLayout() && isMissing()) warn(client, 'FLASH_ERR_STYLES', undefined, isMissing)
    }
  } catch {}
}
