import toast, { Toaster } from 'react-hot-toast'
import type { Contender } from '../../contender.ts'

export const contender: Contender = {
  // It would keep what was dismissed for a second.
  element: <Toaster toastOptions={{ duration: Infinity, removeDelay: 0, className: 'toast' }} />,
  toast: '.toast',
  most: 20,
  add: (text) => toast.success(text),
  change: (id, text) => toast.success(text, { id: String(id) }),
  dismissAll: () => toast.dismiss(),
}
