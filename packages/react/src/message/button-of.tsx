import type { ComponentProps, ReactElement } from 'react'

/** A button that submits nothing. It belongs to no form, so it needs no `type`, by which resets select. */
export function buttonOf(props: ComponentProps<'button'>, key?: string): ReactElement {
  return <button key={key} form="" {...props} />
}
