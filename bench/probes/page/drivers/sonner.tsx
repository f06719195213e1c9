import { toast, Toaster } from 'sonner'
import type { Driver } from '../../driver.ts'
import { Broken } from './broken.tsx'

export const driver: Driver = {
  Toaster: () => <Toaster closeButton />,
  add: (text, { id, life, isBroken } = {}) =>
    void toast.success(isBroken ? <Broken /> : text, {
      id,
      duration: life === null ? Infinity : life,
    }),
  toast: '[data-sonner-toast]',
  close: '[data-close-button]',
}
