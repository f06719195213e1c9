import toast, { Toaster } from 'react-hot-toast'
import type { Contender } from '../../contender.ts'

// It keeps what was dismissed for a second, unless it is told to have no exit at all.
const quick = new URLSearchParams(location.search).has('exit') ? {} : { removeDelay: 0 }

export const contender: Contender = {
  element: <Toaster toastOptions={{ duration: Infinity, className: 'toast', ...quick }} />,
  toast: '.toast',
  most: 20,
  add: (text) => toast.success(text),
  change: (id, text) => toast.success(text, { id: String(id) }),
  dismissAll: () => toast.dismiss(),
}
