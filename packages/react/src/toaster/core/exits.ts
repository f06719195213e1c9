// However long transitions are, and whether or not the browser runs them.
const longest = 1_000

/** Waits for the exits of what is inert in an element, and no longer than a second. */
export async function untilExited(root: Element): Promise<void> {
  // Asked once for all: to ask each of a thousand is to look at the styles of a thousand each time.
  const exits = animationsIn(root).filter(({ effect }) =>
    (effect as KeyframeEffect).target?.matches('[inert]'),
  )
  await Promise.race([
    Promise.allSettled(exits.map(({ finished }) => finished)),
    new Promise((resolve) => setTimeout(resolve, longest)),
  ])
}

/** jsdom knows none. */
function animationsIn(root: Element & Partial<Animatable>): readonly Animation[] {
  return root.getAnimations?.({ subtree: true }) ?? []
}
