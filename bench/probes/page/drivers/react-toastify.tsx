import { toast, ToastContainer } from 'react-toastify'
import type { Driver } from '../../driver.ts'
import { contentOf } from './content-of.tsx'

export const driver: Driver = {
  Toaster: ({ nonce }) => <ToastContainer nonce={nonce} />,
  add: (text, { id, life, content, isError } = {}) =>
    void toast[isError ? 'error' : 'success'](contentOf(text, content), {
      toastId: id,
      autoClose: life === null ? false : life,
    }),
  dismiss: (id) => toast.dismiss(id),
  toast: '.Toastify__toast',
  close: '.Toastify__close-button',
}
