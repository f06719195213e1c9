import type { Message } from '@flashpost/core'
import type { MessagesBody } from '@flashpost/core/protocol'
import type { ClientMessage } from './client-message.ts'
import type { MessageBox } from './store/message-box.ts'
import type { News } from './tabs/news.ts'
import type { Tab } from './tabs/tab.ts'
import type { Work } from './work.ts'

/** Lets messages in that are this tab's, and those go that are another's. */
export interface Reception {
  /** The server has sent this, in answer to what the person did or not. */
  readonly receive: (delivery: Delivery, isAnswer?: boolean) => Promise<void>
  /** The same when it is known already which of these messages were accepted. */
  readonly admit: (
    messages: readonly Message[],
    accepted: readonly ClientMessage[],
    isAnswer?: boolean,
  ) => Promise<void>
  /** These were on screen: those that are this tab's count as shown. */
  readonly show: (ids: readonly string[]) => Promise<void>
  /** The same was done in another tab, or by another client of this page. */
  readonly hear: News
  /** Others may have shown some while nobody looked. */
  readonly catchUp: () => void
}

/** Messages, and what may be said beside. */
export type Delivery = Pick<MessagesBody, 'messages'> & Partial<MessagesBody>

export interface ReceptionTools {
  readonly box: MessageBox
  readonly tab: Tab
  readonly signal: AbortSignal
  /** Those of a delivery that are to be shown, if they are this tab's. */
  readonly accept: (delivery: Delivery) => readonly ClientMessage[]
}

export function createReception(
  { box, tab, signal, accept }: ReceptionTools,
  take: Work['take'],
  acknowledge: (ids: readonly string[]) => void,
): Reception {
  const { find, isShown, markShown } = box.api

  const ask = async (message: ClientMessage) =>
    message.local || signal.aborted || take(message, () => void receive({ messages: [message] }))
  /** Those that this tab may show; the rest come back when the tab that has them gives them up. */
  const claim = async (messages: readonly ClientMessage[]) => {
    const isMine = await Promise.all(messages.map(ask))
    return messages.filter((_, index) => isMine[index] && !signal.aborted)
  }
  const admit: Reception['admit'] = async (messages, accepted, isAnswer = false) => {
    const shown = tab.shown()
    acknowledge(messages.flatMap(({ id }) => (shown.has(id) ? id : [])))
    const mine = await claim(
      isAnswer ? accepted.map((each) => ({ ...each, answer: true })) : accepted,
    )
    // Some may have been shown meanwhile.
    box.put(tab.unseen(mine))
  }
  const receive = (delivery: Delivery, isAnswer?: boolean) =>
    admit(delivery.messages, accept(delivery), isAnswer)
  /** Another tab has shown these, or has them off the screen already. */
  const withdraw = (ids: readonly string[], isOver: boolean) =>
    box.remove(({ id }) => ids.includes(id) && (isOver || !isShown(id)), 'elsewhere')

  return {
    receive,
    admit,
    async show(ids) {
      const mine = await claim(ids.flatMap((id) => find(id) ?? []))
      markShown(tab.unseen(mine).map(({ id }) => id))
      withdraw(ids, false)
    },
    hear(ids, isOver) {
      tab.remember(ids)
      withdraw(ids, isOver)
    },
    catchUp: () => withdraw([...tab.shown()], false),
  }
}
