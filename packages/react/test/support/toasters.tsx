import { MessagesProvider, Toaster } from '@flashpost/react'
import type { MessagesClient, MessagesClientOptions, ToasterProps } from '@flashpost/react'
import { render } from 'vitest-browser-react'
import type { RenderResult } from 'vitest-browser-react'
import { startClient } from './clients.ts'
import '../../src/styles.css'

/** A toaster on screen and its client, which asks no server unless it is given one. */
export async function showToaster(
  props: ToasterProps = {},
  options: MessagesClientOptions = { hydrate: false },
): Promise<{ client: MessagesClient; screen: RenderResult }> {
  const client = startClient(options)
  const screen = await render(
    <MessagesProvider client={client}>
      <button type="button" style={{ position: 'fixed', bottom: 0, left: 0 }}>
        Elsewhere
      </button>
      <Toaster {...props} />
    </MessagesProvider>,
  )
  return { client, screen }
}
