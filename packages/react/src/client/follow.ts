import type { OnDemand } from './on-demand.ts'
import type { PartTools } from './part.ts'
import type { Staff } from './staff.ts'

/** Follows the inbox as soon as those are there who can. */
export function createFollow(staff: OnDemand<Staff>): PartTools['follow'] {
  return (listener) => {
    const following = new AbortController()
    staff.use(({ line }) => line.follow(listener, following.signal))
    return () => following.abort()
  }
}
