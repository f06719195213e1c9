import { Suspense, useEffect } from 'react'
import type { ReactElement } from 'react'
import type { Driver, Scene } from '../driver.ts'

/** A page of an app, and a number of toasters behind it. */
export function App({
  driver,
  scene,
}: {
  readonly driver: Driver
  readonly scene: Scene
}): ReactElement {
  const { toasters = 1, effect, isSuspendable, ...options } = scene
  const { Toaster, add } = driver
  const app = (
    <>
      <main>
        <h1>A page</h1>
        <button type="button" id="elsewhere">
          Elsewhere
        </button>
        <dialog id="dialog">
          <p>Something to decide</p>
        </dialog>
        {effect && <Caller call={() => add('From an effect', { life: null })} />}
      </main>
      {Array.from({ length: toasters }, (_, index) => (
        <Toaster key={index} nonce={options.nonce} isUnlimited={options.isUnlimited} />
      ))}
    </>
  )
  return isSuspendable ? <Suspense fallback={<p>Loading</p>}>{app}</Suspense> : app
}

function Caller({ call }: { readonly call: () => void }): null {
  useEffect(() => {
    call()
    // eslint-disable-next-line react/exhaustive-deps -- once, as an app would
  }, [])
  return null
}
