import toast, { Toaster } from 'react-hot-toast'
import type { Driver } from '../../driver.ts'
import { Broken } from './broken.tsx'

export const driver: Driver = {
  Toaster: () => <Toaster toastOptions={{ className: 'toast' }} />,
  add: (text, { id, life, isBroken } = {}) =>
    void toast.success(isBroken ? <Broken /> : text, {
      id,
      duration: life === null ? Infinity : life,
    }),
  toast: '.toast',
}
