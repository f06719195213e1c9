import type { FastifyReply } from 'fastify'

/** Says whether nobody is there any more to get an answer. Node tells it in another place for each version of HTTP. */
export function hasGone({ raw }: FastifyReply): boolean {
  const { stream } = raw as { readonly stream?: { readonly destroyed: boolean } }
  return raw.destroyed || (stream ? stream.destroyed : raw.socket?.destroyed === true)
}
