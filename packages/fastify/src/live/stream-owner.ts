// Whose streams are counted and ended together: no user is called as a box is.

/** The owner of a user's streams. */
export function userOwner(user: string): string {
  return `user ${user}`
}

/** The owner of the streams of a visitor who has not signed in; nobody, where nothing can come. */
export function boxOwner([box]: readonly string[]): string | undefined {
  return box && `box ${box}`
}
