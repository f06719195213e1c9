/** The databases that one can ask for by name. */
export const storeNames = ['sqlite', 'postgres', 'redis'] as const

export type StoreName = (typeof storeNames)[number]
