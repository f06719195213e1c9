import { fields } from '@flashpost/core/protocol'
import type { FastifyInstance } from 'fastify'
import type { Act } from './interleavings-acts.ts'
import type { Limits } from './interleavings-answer.ts'
import { lastPosition } from './interleavings-app.ts'
import type { Ground, createProcesses } from './interleavings-app.ts'
import { createBrowser } from './interleavings-browser.ts'
import type { Maker } from './interleavings-browser.ts'
import { createClient } from './interleavings-client.ts'
import type { Ledger } from './interleavings-ledger.ts'
import type { Gates } from './interleavings-pages.ts'

/** What all visits share. */
export interface World {
  readonly ground: Ground
  readonly limits: Limits
  readonly gates: Gates
  readonly ledger: Ledger
  readonly processes: Awaited<ReturnType<typeof createProcesses>>
}

/** One visitor, who asks the processes of two apps. */
export function createVisit({ ledger, processes }: World, name: string) {
  const tab = name.replaceAll(/\W+/g, '-')
  const clients = { own: createClient(`${tab}-own`), foreign: createClient(`${tab}-foreign`) }
  const browser = createBrowser(ledger.complain)
  const clientOf = ({ isForeign }: Act) => clients[isForeign ? 'foreign' : 'own']
  let position = 0
  let user: string | undefined

  /** At an odd position one of two processes has the next key already. */
  const generationOf = (place: number) => (position + place) >> 1
  const makerOf = ({ isForeign, place }: Act): Maker => ({
    isForeign,
    generation: isForeign ? 0 : generationOf(place),
  })

  return {
    name,
    browser,
    clientOf,
    makerOf,
    processFor: ({ isForeign, place }: Act): FastifyInstance =>
      isForeign ? processes.foreign[place]! : processes.own[generationOf(place)]![place]!,
    /** The headers of every request. */
    identity(): Record<string, string> {
      const cookie = browser.header()
      return { ...(cookie && { cookie }), ...(user && { 'x-user': user }) }
    },
    /** The client's headers. Its acknowledgements may reach a process that cannot read where the messages are. */
    acknowledging(act: Act, ids?: readonly string[]): Record<string, string> {
      const headers = clientOf(act).headers()
      for (const id of ids ?? headers[fields.used]?.split(' ') ?? []) {
        ledger.acknowledge(id, makerOf(act))
      }
      return headers
    },
    rotate() {
      position = Math.min(position + 1, lastPosition)
    },
    /** The new key has reached all processes. */
    endRotation() {
      position += position % 2
    },
    signIn(next: string | undefined) {
      user = next
      ledger.signIn(next)
    },
  }
}

export type Visit = ReturnType<typeof createVisit>
