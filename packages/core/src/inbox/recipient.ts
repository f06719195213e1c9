/** For whom something waits: a user, by the id, or a visitor who has not signed in, by the name of a box. */
export type Recipient = string | { readonly box: string }
