import type { ReactElement } from 'react'
import { buttonOf } from '../../message/button-of.tsx'
import { signOf } from './sign.tsx'

/** A button with a sign, whose name is told under the pointer. One that can do nothing now can still be found. */
export function toolOf(
  sign: Parameters<typeof signOf>[0],
  label: string,
  act: () => unknown,
  isIdle = false,
  tabIndex?: number,
): ReactElement {
  return buttonOf({
    className: `flash-inbox-tool flash-inbox-tool-${sign}`,
    'aria-label': label,
    title: label,
    'aria-disabled': isIdle,
    tabIndex,
    onClick(event) {
      // The entry around it is not meant.
      event.stopPropagation()
      if (!isIdle) act()
    },
    children: signOf(sign),
  })
}
