import type { Recipient, StoredMessage } from '@flashpost/core'
import type { Awaitable, InboxLike } from '@flashpost/core/protocol'

/** What is new for which user or box, by its name. The inbox is asked once, and again when it says that there may be something. */
export interface News {
  /** Says at once whether there may be something new. */
  readonly mayBe: (name: string) => boolean
  /** What is to be shown, oldest first. Not to be relied upon for long. */
  readonly of: (name: string) => Awaitable<readonly StoredMessage[]>
  /** Has the inbox tell of what comes; the answer ends it. */
  readonly listen: () => () => void
}

/** For how long it is believed that there is nothing new, in milliseconds: the inbox may have told, and nobody has heard it. */
const belief = 30_000
/** After a question that has failed, the next one comes so much later, in milliseconds. */
const pause = 5_000
/** Parallel requests wait for one answer, in milliseconds. Where it takes longer, they do without. */
const share = 500
const limit = 10_000

interface Question {
  readonly asked: number
  readonly answer: Promise<readonly StoredMessage[]>
  /** Something may have come since. */
  isOutdated: boolean
}

const nothing: readonly StoredMessage[] = []

export function createNews(inbox: InboxLike, kind: 'users' | 'boxes'): News {
  const toRecipient = (name: string): Recipient => (kind === 'users' ? name : { box: name })

  /** Until when nothing new is expected, by name; who came last is last. */
  const quiet = new Map<string, number>()
  const questions = new Map<string, Question>()

  function isQuiet(name: string): boolean {
    const until = quiet.get(name)
    return until !== undefined && performance.now() < until
  }

  function settle(name: string, question: Question, silence: number): void {
    if (questions.get(name) === question) questions.delete(name)
    if (question.isOutdated || silence === 0) return
    const [oldest] = quiet.size < limit ? [] : quiet.keys()
    if (oldest !== undefined) quiet.delete(oldest)
    quiet.delete(name)
    quiet.set(name, performance.now() + silence)
  }

  function ask(name: string): Promise<readonly StoredMessage[]> {
    const answer = inbox.announcements(toRecipient(name))
    const question: Question = { asked: performance.now(), answer, isOutdated: false }
    questions.set(name, question)
    answer.then(
      ({ length }) => settle(name, question, length === 0 ? belief : 0),
      () => settle(name, question, pause),
    )
    return answer
  }

  function wake(name: string, question = questions.get(name)): void {
    quiet.delete(name)
    if (question) question.isOutdated = true
  }

  return {
    mayBe(name) {
      if (isQuiet(name)) return false
      const question = questions.get(name)
      const age = question ? performance.now() - question.asked : 0
      return age <= share || age > pause
    },
    of(name) {
      if (isQuiet(name)) return nothing
      const question = questions.get(name)
      const isShared = question && performance.now() - question.asked <= share
      return isShared ? question.answer : ask(name)
    },
    listen: () =>
      inbox.on('changed', ({ users, boxes = [] }) => {
        if (users) for (const name of kind === 'users' ? users : boxes) wake(name)
        else {
          quiet.clear()
          for (const question of questions.values()) question.isOutdated = true
        }
      }),
  }
}
