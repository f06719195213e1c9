import { toast, ToastContainer } from 'react-toastify'
import type { Driver } from '../../driver.ts'
import { Broken } from './broken.tsx'

export const driver: Driver = {
  Toaster: ({ nonce }) => <ToastContainer nonce={nonce} />,
  add: (text, { id, life, isBroken } = {}) =>
    void toast.success(isBroken ? <Broken /> : text, {
      toastId: id,
      autoClose: life === null ? false : life,
    }),
  toast: '.Toastify__toast',
  close: '.Toastify__close-button',
}
