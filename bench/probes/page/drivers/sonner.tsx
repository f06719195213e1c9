import { toast, Toaster } from 'sonner'
import type { Driver } from '../../driver.ts'
import { contentOf } from './content-of.tsx'

export const driver: Driver = {
  Toaster: ({ isUnlimited }) => (
    <Toaster closeButton {...(isUnlimited && { expand: true, visibleToasts: Infinity })} />
  ),
  add: (text, { id, life, content, isError } = {}) =>
    void toast[isError ? 'error' : 'success'](contentOf(text, content), {
      id,
      duration: life === null ? Infinity : life,
    }),
  dismiss: (id) => toast.dismiss(id),
  toast: '[data-sonner-toast]',
  close: '[data-close-button]',
}
