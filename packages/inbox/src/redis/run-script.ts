import { createHash } from 'node:crypto'
import type { IoRedisClient, NodeRedisClient } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'

/** Runs scripts, each of which works on keys of one slot. */
export interface Scripts {
  /** Runs a script with a key, and texts. */
  readonly run: <Result>(
    script: string,
    key: string,
    ...values: readonly (string | number)[]
  ) => Promise<Result>
}

/** @throws FlashError `FLASH_ERR_OPTION` for what is no client */
export function createScripts(client: NodeRedisClient | IoRedisClient): Scripts {
  if (typeof (client as Partial<NodeRedisClient> | undefined)?.eval !== 'function')
    throw refuse('FLASH_ERR_OPTION', 'The client', client, 'Pass one of `redis` or `ioredis`.')
  const shas = new Map<string, string>()

  function shaOf(script: string): string {
    const found = shas.get(script)
    if (found) return found
    // How Redis names scripts, and no secret.
    const sha = createHash('sha1').update(script).digest('hex')
    shas.set(script, sha)
    return sha
  }

  return {
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a script knows what it answers
    async run<Result>(script: string, key: string, ...given: readonly (string | number)[]) {
      const values = given.map(String)
      const sha = shaOf(script)
      const options = { keys: [key], arguments: values }
      try {
        return (await ('status' in client
          ? client.evalsha(sha, 1, key, ...values)
          : client.evalSha(sha, options))) as Result
      } catch (error) {
        // A server that was started anew, or a replica that took over.
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error
        return (await ('status' in client
          ? client.eval(script, 1, key, ...values)
          : client.eval(script, options))) as Result
      }
    },
  }
}
