export type Listener<Payload> = (payload: Payload) => void

/** Tells listeners of an event by its name. */
export interface Emitter<Events> {
  /** Listens; the answer stops it. */
  readonly on: <Name extends keyof Events>(
    name: Name,
    listener: Listener<Events[Name]>,
  ) => () => void
  readonly emit: <Name extends keyof Events>(name: Name, payload: Events[Name]) => void
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners: { [Name in keyof Events]?: Set<Listener<Events[Name]>> } = {}
  return {
    on(name, listener) {
      const set = (listeners[name] ??= new Set())
      set.add(listener)
      return () => void set.delete(listener)
    },
    emit(name, payload) {
      for (const listener of listeners[name] ?? []) {
        try {
          listener(payload)
        } catch (error) {
          // The app's mistake; the messages are none the worse for it.
          reportError(error)
        }
      }
    },
  }
}
