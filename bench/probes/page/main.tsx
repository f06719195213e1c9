import { StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import type { Root } from 'react-dom/client'
import type { Name, Scene } from '../driver.ts'
import { App } from './app.tsx'
import { drivers } from './drivers/index.ts'

const name = new URLSearchParams(location.search).get('name') as Name
const { driver } = await drivers[name]()
const element = document.getElementById('root')!
const errors: string[] = []
const note = (error: unknown) => void errors.push(String(error))
const options = { onRecoverableError: note, onUncaughtError: note }
let root: Root | undefined

globalThis.probe = {
  ...driver,
  errors,
  render(scene: Scene) {
    root ??= createRoot(element, options)
    const app = <App driver={driver} scene={scene} />
    // Effects run twice only below a root that is strict itself.
    root.render(scene.isStrict ? <StrictMode>{app}</StrictMode> : app)
  },
  hydrate(html) {
    element.innerHTML = html
    root = hydrateRoot(element, <App driver={driver} scene={{}} />, options)
  },
}
