/** When the first of what is there is due, if anything is. */
export function firstDue(
  all: Iterable<{ readonly removedAt: number | null; readonly dueAt: number | null }>,
): number | null {
  let first = Infinity
  for (const { removedAt, dueAt } of all)
    if (removedAt === null && dueAt !== null && dueAt < first) first = dueAt
  return first < Infinity ? first : null
}
