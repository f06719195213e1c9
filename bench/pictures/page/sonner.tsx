import type { ReactElement } from 'react'
import { toast, Toaster } from 'sonner'
import { toasts } from '../scenes.ts'
import type { Scene } from '../scenes.ts'

export function showSonner({ theme, rich, pile }: Scene): ReactElement {
  for (const { level, text, ...more } of toasts) {
    toast[level === 'busy' ? 'loading' : level](text, {
      duration: Infinity,
      ...('description' in more && { description: more.description }),
      ...('action' in more && { action: { label: more.action, onClick: () => undefined } }),
    })
  }
  return (
    <Toaster
      theme={theme}
      richColors={rich}
      expand={!pile}
      visibleToasts={pile ? 3 : 9}
      position="top-right"
      closeButton
    />
  )
}
