/** What the bench uses of its peers, so that types can be checked where they are not installed. */
declare module 'react-hot-toast' {
  import type { ReactElement } from 'react'

  export function Toaster(props: {
    readonly toastOptions?: {
      readonly duration?: number
      readonly removeDelay?: number
      readonly className?: string
    }
  }): ReactElement

  const toast: {
    success(text: string, options?: { readonly id?: string }): string
    dismiss(): void
  }
  export default toast
}

declare module 'react-toastify' {
  import type { ReactElement } from 'react'

  export function ToastContainer(props: { readonly autoClose?: number | false }): ReactElement

  export const toast: {
    success(text: string): string | number
    update(id: string | number, options: { readonly render: string }): void
    dismiss(): void
  }
}

declare module 'sonner' {
  import type { ReactElement } from 'react'

  export function Toaster(props: {
    readonly visibleToasts?: number
    readonly duration?: number
    readonly expand?: boolean
    readonly closeButton?: boolean
  }): ReactElement

  export const toast: {
    success(text: string, options?: { readonly id?: string | number }): string | number
    dismiss(): void
  }
}
