/** Whom the bench compares. */
export const systemNames = [
  'flashpost',
  'sse on the inbox',
  'flashpost, no inbox',
  'sse, no inbox',
] as const
export type SystemName = (typeof systemNames)[number]
