/**
 * Copies a text that is to be kept. Engines cut a piece out of a text without copying it, so that the piece keeps all of
 * a header alive, and whoever pads headers fills the memory. Joined to another character it becomes a text of its own.
 */
export function copyText(text: string): string {
  return ` ${text}`.slice(1)
}
