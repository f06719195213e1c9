import type { ComponentProps, ReactElement } from 'react'

/** A button that submits nothing. It belongs to no form, so it needs no `type`, by which resets select. */
export function Button(props: ComponentProps<'button'>): ReactElement {
  return <button form="" {...props} />
}
