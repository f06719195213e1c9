import type { StoredMessage } from '@flashpost/core'
import type { Awaitable, InboxLike } from '@flashpost/core/protocol'

/** What is new for whom. The inbox is asked once, and again when it says that there may be something. */
export interface News {
  /** Says at once whether there may be something new. */
  readonly mayBe: (user: string) => boolean
  /** What is to be shown, oldest first. Not to be relied upon for long. */
  readonly of: (user: string) => Awaitable<readonly StoredMessage[]>
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

export function createNews(inbox: InboxLike): News {
  /** Until when nothing new is expected, by user; who came last is last. */
  const quiet = new Map<string, number>()
  const questions = new Map<string, Question>()

  function isQuiet(user: string): boolean {
    const until = quiet.get(user)
    return until !== undefined && performance.now() < until
  }

  function settle(user: string, question: Question, silence: number): void {
    if (questions.get(user) === question) questions.delete(user)
    if (question.isOutdated || silence === 0) return
    const [oldest] = quiet.size < limit ? [] : quiet.keys()
    if (oldest !== undefined) quiet.delete(oldest)
    quiet.delete(user)
    quiet.set(user, performance.now() + silence)
  }

  function ask(user: string): Promise<readonly StoredMessage[]> {
    const answer = inbox.announcements(user)
    const question: Question = { asked: performance.now(), answer, isOutdated: false }
    questions.set(user, question)
    answer.then(
      ({ length }) => settle(user, question, length === 0 ? belief : 0),
      () => settle(user, question, pause),
    )
    return answer
  }

  function wake(user: string, question = questions.get(user)): void {
    quiet.delete(user)
    if (question) question.isOutdated = true
  }

  return {
    mayBe(user) {
      if (isQuiet(user)) return false
      const question = questions.get(user)
      const age = question ? performance.now() - question.asked : 0
      return age <= share || age > pause
    },
    of(user) {
      if (isQuiet(user)) return nothing
      const question = questions.get(user)
      const isShared = question && performance.now() - question.asked <= share
      return isShared ? question.answer : ask(user)
    },
    listen: () =>
      inbox.on('changed', ({ users }) => {
        if (users) for (const user of users) wake(user)
        else {
          quiet.clear()
          for (const question of questions.values()) question.isOutdated = true
        }
      }),
  }
}
