import { encodeClient, fields } from '@flashpost/core/protocol'
import type { MessagesClientOptions } from '../options.ts'
import { aboard } from './aboard.ts'

/** Sends a request of the client's own, in the name of this tab. */
export type SendRequest = (
  url: string,
  init?: RequestInit,
  isNewDocument?: boolean,
) => Promise<Response>

export function createRequest(options: MessagesClientOptions, tab: string): SendRequest {
  return async (url, init, isNewDocument = false) => {
    const { credentials } = options
    const headers = { [fields.client]: encodeClient({ tab, document: isNewDocument }) }
    return (options.fetch ?? fetch)(...aboard(url, { credentials, ...init }, headers))
  }
}
