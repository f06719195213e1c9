/** The name of one of the users. */
export function userOf(nth: number): string {
  return `user-${nth}`
}
