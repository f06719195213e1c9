/** A connected client of `redis` (node-redis), or a cluster of it, as far as it is used. */
export interface NodeRedisClient {
  eval(script: string, options: RedisScriptOptions): Promise<unknown>
  evalSha(sha: string, options: RedisScriptOptions): Promise<unknown>
}

/** What a script of node-redis is given. */
export interface RedisScriptOptions {
  /** `KEYS` of the script. */
  readonly keys: string[]
  /** `ARGV` of the script. */
  readonly arguments: string[]
}

/** A client of `ioredis`, or a cluster of it, as far as it is used. */
export interface IoRedisClient {
  /** What only ioredis has, so that one can be told from the other. */
  readonly status: string
  eval(script: string, numberOfKeys: number, ...values: string[]): Promise<unknown>
  evalsha(sha: string, numberOfKeys: number, ...values: string[]): Promise<unknown>
}
