import { createRoot } from 'react-dom/client'
import { scenes } from '../scenes.ts'
import { showFlashpost } from './flashpost.tsx'
import { showSonner } from './sonner.tsx'

const search = new URLSearchParams(location.search)
const scene = scenes.find(({ name }) => name === search.get('scene'))
const show = search.get('toaster') === 'sonner' ? showSonner : showFlashpost

if (scene) {
  document.documentElement.style.colorScheme = scene.theme
  createRoot(document.getElementById('root')!).render(show(scene))
} else showSheet()

/** All of them, side by side. */
function showSheet(): void {
  document.body.className = 'sheet'
  for (const toaster of ['Flashpost', 'sonner']) add('h1', toaster)
  for (const { name, theme, pile } of scenes) {
    for (const toaster of ['flashpost', 'sonner']) {
      const figure = add('figure', '')
      figure.className = pile ? 'pile' : theme
      const frame = document.createElement('iframe')
      frame.src = `?${String(new URLSearchParams({ scene: name, toaster }))}`
      const caption = document.createElement('figcaption')
      caption.textContent = name
      figure.append(frame, caption)
    }
  }
}

function add(name: string, text: string): HTMLElement {
  const element = document.createElement(name)
  element.textContent = text
  document.body.append(element)
  return element
}
