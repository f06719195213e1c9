import { createRoot } from 'react-dom/client'
import type { Name } from '../driver.ts'
import { App } from './app.tsx'
import { drivers } from './drivers/index.ts'

/** What a toaster did in jsdom. */
export interface InJsdom {
  readonly shows: boolean
  /** Whether a toast went when its time was over. */
  readonly runsOut: boolean
  readonly dismisses: boolean
  /** What it wrote to the console, and threw. */
  readonly complaints: readonly string[]
}

const patience = 5_000

export async function run(name: Name): Promise<Omit<InJsdom, 'complaints'>> {
  const { driver } = await drivers[name]()
  const element = document.createElement('div')
  document.body.append(element)
  createRoot(element).render(<App driver={driver} scene={{}} />)
  await until(() => document.querySelector('h1') !== null)
  const has = (text: string) =>
    [...document.querySelectorAll(driver.toast)].some((each) => each.textContent.includes(text))
  driver.add('Stays', { id: 'stays', life: null })
  const shows = await until(() => has('Stays'))
  driver.add('Runs out', { life: 500 })
  const runsOut = (await until(() => has('Runs out'))) && (await until(() => !has('Runs out')))
  driver.dismiss('stays')
  return { shows, runsOut, dismisses: shows && (await until(() => !has('Stays'))) }
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > patience) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
