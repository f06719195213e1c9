/** Reports a mistake of the app's own to the page, as what is thrown in an event listener. */
export function report(error: unknown): void {
  // jsdom and happy-dom know no `reportError`.
  ;(globalThis.reportError ?? console.error)(error)
}
