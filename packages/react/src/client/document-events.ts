/** What a document goes through while it is there, and what is done then. */
export interface DocumentEvents {
  /** It was hidden, is left, or can be seen again. */
  readonly turn: () => void
  /** It was put away, and is there again. */
  readonly comeBack: () => void
  /** The network is there again. */
  readonly reconnect: () => void
}

/** Follows a document until the signal. What is captured cannot be kept from it. */
export function followDocument(
  { turn, comeBack, reconnect }: DocumentEvents,
  signal: AbortSignal,
): void {
  const takes = {
    visibilitychange: turn,
    pagehide: turn,
    online: reconnect,
    pageshow: ({ persisted }: PageTransitionEvent) => persisted && comeBack(),
  }
  for (const [type, listener] of Object.entries(takes))
    addEventListener(type, listener as EventListener, { signal, capture: true })
}
