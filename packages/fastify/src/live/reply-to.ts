import { FlashError } from '@flashpost/core'
import { encodeHandle, handlePurpose } from '@flashpost/core/protocol'
import { checkNumber } from '../checks.ts'
import type { RequestExchange } from '../http/request-exchange.ts'
import { createSigner } from '../http/signer.ts'
import type { Registration } from '../registration.ts'
import { noInbox } from '../no-inbox.ts'

/** How long a handle is good. */
export interface ReplyToOptions {
  /**
   * Seconds after which nothing can be answered any more, at most the plugin's `maxAge`.
   * @default 3_600, or the plugin's `maxAge` where that is less
   */
  readonly maxAge?: number
}

/** Makes the handle by which a job answers the visitor of a request. */
export type MakeHandle = (entry: RequestExchange, options: ReplyToOptions) => string

const hour = 3_600

export function createReplyTo(registration: Registration): MakeHandle {
  const { settings, shared, owners, replyBoxes, streams } = registration
  const signer = createSigner(settings.secrets, handlePurpose)
  const longest = settings.maxAge
  return (entry, { maxAge = Math.min(hour, longest) }) => {
    if (!replyBoxes) throw noInbox('A handle is made')
    checkNumber('maxAge', maxAge, { min: 1, max: longest, unit: 'seconds' })
    const user = owners.userOf(entry.request)
    if (user === undefined && entry.exchange.isOver) throw late()
    if (streams) entry.exchange.state.isLive = true
    const recipient = user ?? { box: replyBoxes.open(entry) }
    const content = encodeHandle({ recipient, expiresAt: shared.now() + maxAge * 1_000 })
    return `${content}.${signer.sign(content)}`
  }
}

function late(): Error {
  return new FlashError(
    'FLASH_ERR_LATE',
    'A handle was asked for when the head of the answer had left, with which the cookie of its box would have gone.',
    'Call `request.messages.replyTo()` before the answer is sent.',
  )
}
