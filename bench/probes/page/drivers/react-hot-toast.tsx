import toast, { Toaster } from 'react-hot-toast'
import type { Driver } from '../../driver.ts'
import { contentOf } from './content-of.tsx'

export const driver: Driver = {
  Toaster: () => <Toaster toastOptions={{ className: 'one-toast' }} />,
  add: (text, { id, life, content, isError } = {}) =>
    void toast[isError ? 'error' : 'success'](contentOf(text, content), {
      id,
      duration: life === null ? Infinity : life,
    }),
  dismiss: (id) => toast.dismiss(id),
  toast: '.one-toast',
}
