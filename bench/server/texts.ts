const prose =
  'Order 1042 left our house with DHL this morning and is with you on Tuesday before noon. We have sent a mail to ' +
  'ada@example.org with the number of the parcel; look there, and tell us if it does not arrive. Thank you, Ada Lovelace!'

/** Messages of so many characters, which are bytes, no two of them the same. */
export function textsOf(count: number, length: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index + 1}: ${prose}`.slice(0, length))
}
