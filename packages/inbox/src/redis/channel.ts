import type { Channel } from '../hints.ts'
import type { Scripts } from './run-script.ts'

/** A client of `redis` (node-redis) that listens, or a cluster of it. */
export interface NodeRedisSubscriber {
  sSubscribe(channel: string, listener: (payload: string) => void): Promise<unknown>
  sUnsubscribe(channel: string, listener: (payload: string) => void): Promise<unknown>
}

/** A client of `ioredis` that listens, or a cluster of it, which has to be made with `shardedSubscribers`. */
export interface IoRedisSubscriber {
  readonly status: string
  ssubscribe(channel: string): Promise<unknown>
  sunsubscribe(channel: string): Promise<unknown>
  on(event: 'smessage', listener: (channel: string, payload: string) => void): unknown
  off(event: 'smessage', listener: (channel: string, payload: string) => void): unknown
}

const publish = `return redis.call('SPUBLISH', KEYS[1], ARGV[1])`

/**
 * Tells by sharded pub/sub: in a cluster the nodes of one shard hear of it, where PUBLISH would go to all. As a script, so that
 * one shape of clients is enough.
 */
export function createChannel(
  { run }: Scripts,
  prefix: string,
  subscriber: NodeRedisSubscriber | IoRedisSubscriber | undefined,
): Channel {
  const name = `${prefix}{hints}`
  const send: Channel['send'] = (payload) => run(publish, name, payload)
  if (!subscriber) return { send }
  return {
    send,
    async listen(onPayload) {
      if (!('status' in subscriber)) {
        const listener = (payload: string) => onPayload(payload)
        await subscriber.sSubscribe(name, listener)
        return () => subscriber.sUnsubscribe(name, listener)
      }
      const listener = (channel: string, payload: string) => {
        if (channel === name) onPayload(payload)
      }
      subscriber.on('smessage', listener)
      await subscriber.ssubscribe(name)
      return () => {
        subscriber.off('smessage', listener)
        return subscriber.sunsubscribe(name)
      }
    },
  }
}
