import { toast, ToastContainer } from 'react-toastify'
import type { Contender } from '../../contender.ts'

export const contender: Contender = {
  element: <ToastContainer autoClose={false} />,
  toast: '.Toastify__toast',
  add: (text) => toast.success(text),
  change: (id, text) => toast.update(id, { render: text }),
  dismissAll: () => toast.dismiss(),
}
