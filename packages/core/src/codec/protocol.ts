/** The version of the wire format; every carrier names it. */
export const protocolVersion = 1

/** The names of Flashpost's HTTP fields, in lower case as HTTP/2 sends them. */
export const fields = {
  /** Request: "I am the SDK; I can take messages in a header." */
  client: 'flash-client',
  /** Response: the messages. */
  messages: 'flash-messages',
  /** Request: ids that were shown. Response: those of them that the server has taken note of. */
  used: 'flash-used',
} as const

/** What a carrier says beside its messages. */
export interface DeliveryFlags {
  /** More messages wait than were sent; fetch them. */
  readonly more: boolean
  /** A message could not be kept anywhere and is lost. The server's log says why. */
  readonly dropped: boolean
  /** Something will come that this visitor did not ask for: who can is to have `GET /messages/live` open. */
  readonly live?: boolean
}
