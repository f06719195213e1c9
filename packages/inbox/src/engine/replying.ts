import { decodeHandle } from '@flashpost/core/protocol'
import type { Recipient } from '@flashpost/core'
import { refuse } from '../errors.ts'
import type { Inbox } from '../inbox.ts'
import type { Engine } from './engine.ts'
import { noSecret } from './handle-verifier.ts'
import type { HandleVerifier } from './handle-verifier.ts'

/** Answers visitors who wait for a job's end. */
export function createReplying(
  { now }: Engine,
  verify: HandleVerifier | undefined,
  flash: Inbox['flash'],
): Pick<Inbox, 'reply'> {
  async function open(handle: string): Promise<Recipient> {
    if (!verify) throw noSecret()
    const decoded = decodeHandle(handle)
    if (!decoded || !(await verify(decoded.content, decoded.signature)))
      throw refuse(
        'FLASH_ERR_HANDLE',
        'A handle',
        handle,
        'Pass what `request.messages.replyTo()` has answered, and the secret of the plugin to the inbox.',
      )
    if (decoded.expiresAt > now()) return decoded.recipient
    throw refuse(
      'FLASH_ERR_HANDLE_EXPIRED',
      'A handle whose time is over',
      handle,
      'Ask for one with a greater `maxAge` where jobs take longer.',
    )
  }

  return { reply: async (handle, draft) => flash(await open(handle), draft) }
}
