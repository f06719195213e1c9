/** The rows that one can ask for by name. */
export const rowNames = [
  'bytes',
  'held',
  'parallel',
  'idle',
  'users',
  'after',
  'visit',
  'cycle',
  'session',
  'many',
] as const

export type RowName = (typeof rowNames)[number]

export function isRowName(word: string): word is RowName {
  return (rowNames as readonly string[]).includes(word)
}
