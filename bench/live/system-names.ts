/** Whom the bench compares. */
export const systemNames = ['flashpost', 'sse alone', 'sse on the inbox'] as const
export type SystemName = (typeof systemNames)[number]
