import type { System } from '../system.ts'

/** Fastify with @fastify/cookie and no messages at all. */
export const bare: System = {
  async register() {},
  add() {},
  show: () => [],
}
