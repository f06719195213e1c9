/** So that there is time to look at a message. */
export const stay = { duration: null }
