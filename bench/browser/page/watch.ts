/** What React keeps of a component or an element; what is read of it here, it keeps for its DevTools. */
interface Fiber {
  readonly tag: number
  readonly flags: number
  readonly stateNode: unknown
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
  readonly return: Fiber | null
}

/** What React has done since. */
export interface Watched {
  commits: number
  /** An element of each component that rendered, once for each time. */
  readonly rendered: (Element | undefined)[]
}

// Where React looks for its DevTools.
const hookName = '__REACT_DEVTOOLS_GLOBAL_HOOK__'
// Function, class, context consumer, forwardRef, memo and simple memo.
const componentTags = new Set([0, 1, 9, 11, 14, 15])
const elementTag = 5
const performedWork = 1

/**
 * Counts commits and renders of a production build in the way that React DevTools highlight updates: by the flag that a
 * component keeps when it rendered instead of being passed over.
 */
export function startWatching(): Watched {
  const watched: Watched = { commits: 0, rendered: [] }
  const hook = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
    onCommitFiberRoot(_: number, { current }: { readonly current: Fiber }) {
      watched.commits++
      visit(current, watched.rendered)
    },
  }
  Object.assign(globalThis, { [hookName]: hook })
  return watched
}

function visit(fiber: Fiber, rendered: (Element | undefined)[]): void {
  if (componentTags.has(fiber.tag) && (fiber.flags & performedWork) !== 0)
    rendered.push(elementOf(fiber))
  // The same child as before: React has not gone further down.
  if (fiber.child === fiber.alternate?.child) return
  for (let child = fiber.child; child; child = child.sibling) visit(child, rendered)
}

/** The first element inside, else the nearest around. */
function elementOf(fiber: Fiber): Element | undefined {
  for (let inner = fiber.child; inner; inner = inner.child)
    if (inner.tag === elementTag) return inner.stateNode as Element
  for (let outer = fiber.return; outer; outer = outer.return)
    if (outer.tag === elementTag) return outer.stateNode as Element
  return undefined
}
