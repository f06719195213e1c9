export type Listener<Payload> = (payload: Payload) => void

/** Tells listeners of an event by its name. */
export interface Emitter<Events> {
  /** Listens; the answer stops it. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void
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
      listeners[name]?.forEach((listener) => listener(payload))
    },
  }
}
