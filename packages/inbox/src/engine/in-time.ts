/** How long somebody who ends waits for what is under way, in milliseconds: a database that is gone answers never. */
const grace = 5_000

/** Waits for work, and no longer than who ends can wait. */
export async function inTime(work: Promise<unknown> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = new Promise((resolve) => {
    timer = setTimeout(resolve, grace)
  })
  await Promise.race([work, end])
  clearTimeout(timer)
}
