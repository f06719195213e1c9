import type { Driver, Name } from '../../driver.ts'

/** Loads a toaster and nothing of the others. */
export const drivers: Readonly<Record<Name, () => Promise<{ readonly driver: Driver }>>> = {
  flashpost: () => import('./flashpost.tsx'),
  sonner: () => import('./sonner.tsx'),
  'react-hot-toast': () => import('./react-hot-toast.tsx'),
  'react-toastify': () => import('./react-toastify.tsx'),
}
