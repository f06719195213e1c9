import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import { followDocument } from './document-events.ts'
import { createLineOnDemand } from './live/line-on-demand.ts'
import type { Line } from './live/line.ts'
import { createReception } from './reception.ts'
import type { Reception, ReceptionTools } from './reception.ts'
import { report } from './report.ts'
import { createExposure } from './screen/exposure.ts'
import type { Exposure } from './screen/exposure.ts'
import { createCourier } from './server/courier.ts'
import type { Courier, CourierTools } from './server/courier.ts'
import { createClaims } from './tabs/claims.ts'
import { createNews } from './tabs/news.ts'
import type { News } from './tabs/news.ts'
import type { Presence } from './tabs/presence.ts'
import { createWork } from './work.ts'

/** Who does custody's work once there is any. No page loads them before. */
export interface Staff {
  readonly reception: Reception
  readonly courier: Courier
  /** Watches an element that shows a message, if nobody has seen that yet. */
  readonly watch: Exposure['watch']
  readonly line: Line
  /** Asks the server for what is new, whoever is signed in by now, and answers whether that worked. */
  readonly refresh: () => Promise<boolean>
  /** Tells other tabs. */
  readonly tell: News
}

/** What they need to know, and what they report. */
export interface StaffTools
  extends ReceptionTools, Pick<CourierTools, 'options' | 'request' | 'emit'> {
  /** What everything of this client in the browser is called. */
  readonly name: string
  readonly presence: Presence
  readonly on: Emitter<ClientEvents>['on']
}

/** @throws when the client has ended meanwhile */
export function createStaff(tools: StaffTools): Staff {
  const { name, presence, signal, request, emit, on, box } = tools
  signal.throwIfAborted()
  const { url = '/messages', live = false, minimumTime } = tools.options
  const claims = createClaims(name)
  const courier = createCourier({
    ...tools,
    receive: (...came) => reception.receive(...came),
    confirm: (ids) => work.confirm(ids),
    expect: () => line.open(),
  })
  const { acknowledge } = courier
  const work = createWork({ claims, on, box, acknowledge })
  const reception = createReception(tools, work.take, acknowledge)
  const line = createLineOnDemand(
    {
      name,
      url,
      presence,
      emit,
      report,
      request: (path, init) => request(url + path, init),
      receive: (body) => reception.receive(body),
      refresh: courier.refresh,
      acknowledge,
    },
    live,
    signal,
  )
  const exposure = createExposure((ids) => void reception.show(ids), minimumTime)
  signal.addEventListener('abort', () => {
    void courier.flush()
    exposure.stop()
  })
  presence.whilePresent(() => claims.stop)
  followDocument(
    {
      turn() {
        exposure.restart()
        void courier.flush()
        if (document.hidden) work.leave()
        else reception.catchUp()
      },
      // It could not hear of what navigations left.
      comeBack: courier.begin,
      reconnect: courier.reconnect,
    },
    signal,
  )
  return {
    reception,
    courier,
    watch: (element, id) => (element && box.api.isShown(id)) || exposure.watch(element, id),
    line,
    refresh() {
      line.again()
      return courier.refresh()
    },
    tell: createNews(name, presence, reception.hear),
  }
}
