import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A bad network between browsers and a server. */
export interface FaultProxy {
  readonly url: string
  /** How often each fault has happened. */
  readonly faults: Readonly<Record<string, number>>
  /** Has the network be well from now on; what hangs breaks off. */
  readonly heal: () => void
}

/** How long an event waits at most for the one that overtakes it, in milliseconds: after ten seconds another browser may show it. */
const longest = 1_000

/** How long what stalls does so at most, in milliseconds. */
export interface FaultProxyOptions {
  readonly stall: number
}

/**
 * Starts a proxy that cuts, stalls, duplicates and reorders what live streams say, and fails other requests before or after the
 * server has seen them.
 */
export async function startFaultProxy(
  port: number,
  { stall }: FaultProxyOptions,
): Promise<FaultProxy> {
  const faults: Record<string, number> = {}
  const stalled = new Set<() => void>()
  let isWell = false
  const happens = (fault: string, share: number) => {
    const isSo = !isWell && Math.random() < share
    if (isSo) faults[fault] = (faults[fault] ?? 0) + 1
    return isSo
  }

  const relay = async (from: IncomingMessage, to: ServerResponse) => {
    let text = ''
    let held: string | undefined
    const pass = (event: string) => to.write(event)
    const release = () => {
      if (held && !to.destroyed) pass(held)
      held = undefined
    }
    const take = async (event: string) => {
      if (happens('cut', 0.03)) to.destroy()
      if (happens('stall', 0.02)) {
        await Promise.race([
          sleep(Math.random() * stall),
          new Promise<void>((resolve) => stalled.add(resolve)),
        ])
        to.destroy()
      }
      if (!held && happens('reorder', 0.1)) {
        held = event
        setTimeout(release, longest)
        return
      }
      pass(event)
      if (happens('duplicate', 0.1)) pass(event)
      release()
    }
    for await (const chunk of from.setEncoding('utf8')) {
      text += String(chunk)
      const events = text.split(/(?<=\n\n)/)
      text = events.at(-1)?.endsWith('\n\n') ? '' : (events.pop() ?? '')
      for (const event of events) await take(event)
      if (to.destroyed) break
    }
    release()
    to.end()
  }
  const bring = (request: IncomingMessage, answer: IncomingMessage, response: ServerResponse) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    if (answer.headers['content-type']?.startsWith('text/event-stream')) {
      response.flushHeaders()
      relay(answer, response).catch(() => response.destroy())
    } else if (isMessages(request) && happens('answer lost', 0.02)) response.destroy()
    else answer.pipe(response)
  }
  const server = http.createServer((request, response) => {
    const { method, url, headers } = request
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers })
    onward.on('error', () => response.destroy())
    onward.on('response', (answer) => bring(request, answer, response))
    response.on('close', () => onward.destroy())
    if (isMessages(request) && happens('request lost', 0.02)) response.destroy()
    else request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    heal() {
      isWell = true
      for (const end of stalled) end()
    },
  }
}

function isMessages({ url }: IncomingMessage): boolean {
  return url?.startsWith('/messages') ?? false
}
