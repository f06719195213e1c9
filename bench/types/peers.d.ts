/** What the bench uses of its peers, so that types can be checked where they are not installed. */
declare module 'react-hot-toast' {
  import type { ReactElement, ReactNode } from 'react'

  export function Toaster(props: {
    readonly toastOptions?: {
      readonly duration?: number
      readonly removeDelay?: number
      readonly className?: string
    }
  }): ReactElement

  type Show = (
    content: ReactNode,
    options?: { readonly id?: string | undefined; readonly duration?: number | undefined },
  ) => string

  const toast: { readonly [level in 'success' | 'error']: Show } & { dismiss(id?: string): void }
  export default toast
}

declare module 'react-toastify' {
  import type { ReactElement, ReactNode } from 'react'

  export function ToastContainer(props: {
    readonly autoClose?: number | false
    readonly nonce?: string | undefined
  }): ReactElement

  type Show = (
    content: ReactNode,
    options?: {
      readonly toastId?: string | undefined
      readonly autoClose?: number | false | undefined
    },
  ) => string | number

  export const toast: { readonly [level in 'success' | 'error']: Show } & {
    update(id: string | number, options: { readonly render: string }): void
    dismiss(id?: string): void
  }
}

declare module 'sonner' {
  import type { ReactElement, ReactNode } from 'react'

  export function Toaster(props: {
    readonly visibleToasts?: number
    readonly duration?: number
    readonly expand?: boolean
    readonly closeButton?: boolean
    readonly theme?: 'light' | 'dark'
    readonly richColors?: boolean
    readonly position?: 'top-right'
  }): ReactElement

  type Show = (
    content: ReactNode,
    options?: {
      readonly id?: string | number | undefined
      readonly duration?: number | undefined
      readonly description?: string
      readonly action?: { readonly label: string; readonly onClick: () => void }
    },
  ) => string | number

  export const toast: {
    readonly [level in 'info' | 'success' | 'warning' | 'error' | 'loading']: Show
  } & { dismiss(id?: string): void }
}
