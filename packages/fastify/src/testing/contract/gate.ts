/** Where a request waits until a test lets it go on. */
export interface Gate {
  /** Is settled once the request waits. */
  readonly reached: Promise<void>
  readonly pass: () => Promise<void>
  readonly open: () => void
}

/** Makes a closed gate. */
export function createGate(): Gate {
  let reach = () => {}
  let open = () => {}
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    reached,
    open,
    pass() {
      reach()
      return opened
    },
  }
}
