import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One address in front of several servers, as a load balancer has it. */
export interface SwitchProxy {
  readonly url: string
  /** Which server new connections go to. */
  readonly lead: (url: string) => void
}

export async function startSwitchProxy(first: string): Promise<SwitchProxy> {
  let target = Number(new URL(first).port)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1')
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    // Whichever side breaks off, the other one hears of it.
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const)
      one
        .on('error', () => other.destroy())
        .on('close', () => other.destroy())
        .pipe(other)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (url) => (target = Number(new URL(url).port)),
  }
}
