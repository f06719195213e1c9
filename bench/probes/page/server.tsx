import { renderToString } from 'react-dom/server'
import type { Driver, Name } from '../driver.ts'
import { App } from './app.tsx'
import { drivers } from './drivers/index.ts'

/** A toaster on a server, whose module lives as long as the process. */
export interface ServerSide extends Pick<Driver, 'add'> {
  readonly render: () => string
  /** Whatever of it is not the app's page around it. */
  readonly bytes: () => number
}

export async function loadServerSide(name: Name): Promise<ServerSide> {
  const { driver } = await drivers[name]()
  const render = (toasters: number) => renderToString(<App driver={driver} scene={{ toasters }} />)
  return {
    add: driver.add,
    render: () => render(1),
    bytes: () => Buffer.byteLength(render(1)) - Buffer.byteLength(render(0)),
  }
}
