/** What the apps say of messages. */
export interface Told {
  added(text: string, id: string): void
  dropped(id: string, reason: string): void
  /** A storage holds it. */
  held(id: string, isBeside: boolean): void
  /** The storage beside it has kept it without saying so. */
  kept(id: string): void
}
