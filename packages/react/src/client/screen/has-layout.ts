/**
 * Says whether the page is laid out. In jsdom and happy-dom, where component tests run, it is not, even where a test has
 * put observers in: nothing is ever on screen there, and to be in the document is as good.
 */
export function hasLayout(): boolean {
  return 'IntersectionObserver' in globalThis && !/jsdom|happydom/i.test(navigator.userAgent)
}
