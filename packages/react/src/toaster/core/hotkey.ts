const modifiers = ['Alt', 'Control', 'Meta', 'Shift'] as const

/** Says whether an event is a hotkey: modifiers, exactly these, and a key, as in `Alt+T`, `Control+Shift+N` or `F8`. */
export function isHotkey(event: KeyboardEvent, hotkey: string): boolean {
  const parts = hotkey.split('+')
  const key = parts.at(-1)?.toUpperCase()
  return (
    modifiers.every((each) => event.getModifierState?.(each) === parts.includes(each)) &&
    // By its place on the keyboard too, because Alt makes other letters on a Mac.
    (event.key.toUpperCase() === key || event.code?.toUpperCase() === `KEY${key}`)
  )
}
