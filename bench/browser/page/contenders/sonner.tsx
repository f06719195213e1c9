import { toast, Toaster } from 'sonner'
import type { Contender } from '../../contender.ts'

export const contender: Contender = {
  element: <Toaster visibleToasts={Infinity} duration={Infinity} expand closeButton />,
  toast: '[data-sonner-toast]',
  add: (text) => toast.success(text),
  change: (id, text) => toast.success(text, { id }),
  dismissAll: () => toast.dismiss(),
}
