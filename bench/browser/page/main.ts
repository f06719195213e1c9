import type { Contender, Name } from '../contender.ts'
import { startWatching } from './watch.ts'

const contenders: Readonly<Record<Name, () => Promise<{ readonly contender: Contender }>>> = {
  flashpost: () => import('./contenders/flashpost.tsx'),
  'react-hot-toast': () => import('./contenders/react-hot-toast.tsx'),
  'react-toastify': () => import('./contenders/react-toastify.tsx'),
  sonner: () => import('./contenders/sonner.tsx'),
  floor: () => import('./contenders/floor.tsx'),
}

const params = new URLSearchParams(location.search)
// React looks for whoever watches it when it is loaded.
const work = params.has('watch') ? startWatching() : undefined
const [{ start }, { contender }] = await Promise.all([
  import('./start.ts'),
  contenders[params.get('name') as Name](),
])
globalThis.bench = await start(contender, work)
