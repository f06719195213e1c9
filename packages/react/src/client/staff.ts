import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import { followDocument } from './document-events.ts'
import { createLineOnDemand } from './live/line-on-demand.ts'
import type { Line } from './live/line.ts'
import { report } from './report.ts'
import { createExposure } from './screen/exposure.ts'
import type { Exposure } from './screen/exposure.ts'
import { createCourier } from './server/courier.ts'
import type { Courier, CourierTools } from './server/courier.ts'
import { createClaims } from './tabs/claims.ts'
import { createNews } from './tabs/news.ts'
import type { News } from './tabs/news.ts'
import type { Presence } from './tabs/presence.ts'
import type { MessageBox } from './store/message-box.ts'
import { createWork } from './work.ts'
import type { Work } from './work.ts'

/** Who does custody's work once there is any. No page loads them before. */
export interface Staff {
  /** Claims a message for this tab; answers whether it is to be shown here. */
  readonly take: Work['take']
  readonly courier: Courier
  readonly exposure: Exposure
  readonly line: Line
  /** Asks the server for what is new, whoever is signed in by now, and answers whether that worked. */
  readonly refresh: () => Promise<boolean>
  /** Tells other tabs. */
  readonly tell: News
}

/** What they need to know, and what they report. */
export interface StaffTools extends Omit<CourierTools, 'confirm' | 'expect'> {
  /** What everything of this client in the browser is called. */
  readonly name: string
  readonly presence: Presence
  readonly on: Emitter<ClientEvents>['on']
  readonly remove: MessageBox['remove']
  readonly isShown: (id: string) => boolean
  /** These were on screen. */
  readonly show: (ids: readonly string[]) => Promise<void>
  /** Other tabs tell that. */
  readonly hear: News
  /** Somebody looks again. */
  readonly catchUp: () => void
}

export function createStaff(tools: StaffTools): Staff {
  const { name, presence, signal, request, emit } = tools
  const { url = '/messages', live = false } = tools.options
  const claims = createClaims(name)
  const courier = createCourier({
    ...tools,
    confirm: (ids) => work.confirm(ids),
    expect: () => line.open(),
  })
  const work = createWork({ ...tools, claims, acknowledge: courier.acknowledge })
  const line = createLineOnDemand(
    {
      name,
      url,
      presence,
      emit,
      report,
      request: (path, init) => request(url + path, init),
      receive: (body) => tools.receive(body, false),
      refresh: courier.refresh,
      acknowledge: courier.acknowledge,
    },
    live,
    signal,
  )
  const exposure = createExposure((ids) => void tools.show(ids), tools.options.minimumTime)
  const staff: Staff = {
    take: work.take,
    courier,
    exposure,
    line,
    refresh() {
      line.again()
      return courier.refresh()
    },
    tell: createNews(name, presence, tools.hear),
  }
  presence.whilePresent(() => claims.stop)
  followDocument(
    {
      turn() {
        exposure.restart()
        void courier.flush()
        if (document.hidden) work.leave()
        else tools.catchUp()
      },
      // It could not hear of what navigations left.
      comeBack: courier.begin,
      reconnect: courier.reconnect,
    },
    signal,
  )
  return staff
}
