/** Is told of an event. What it throws, at once or later, is reported and reaches nobody. */
export type Listener<Payload> = (payload: Payload) => unknown

/** Tells listeners of an event by its name. */
export interface Emitter<Events> {
  /** Listens; the answer stops it. */
  readonly on: <Name extends keyof Events>(
    name: Name,
    listener: Listener<Events[Name]>,
  ) => () => void
  readonly emit: <Name extends keyof Events>(name: Name, payload: Events[Name]) => void
  /** Whether anybody listens, so that nothing is made to be told to nobody. */
  readonly isHeard: (name: keyof Events) => boolean
}

/** Reports what a listener has thrown. */
export type ReportFailure<Events> = <Name extends keyof Events>(
  error: unknown,
  name: Name,
  payload: Events[Name],
) => void

/** Makes an emitter without listeners. */
export function createEmitter<Events>(report: ReportFailure<Events>): Emitter<Events> {
  const listeners: { [Name in keyof Events]?: Set<Listener<Events[Name]>> } = {}
  return {
    on(name, listener) {
      const set = (listeners[name] ??= new Set())
      set.add(listener)
      return () => void set.delete(listener)
    },
    isHeard: (name) => (listeners[name]?.size ?? 0) > 0,
    emit(name, payload) {
      const set = listeners[name]
      if (!set) return
      for (const listener of set) {
        const fail = (error: unknown) => report(error, name, payload)
        try {
          const done = listener(payload) as Partial<Promise<unknown>> | undefined
          // A rejection that nobody looks at ends a process.
          done?.then?.(undefined, fail)
        } catch (error) {
          fail(error)
        }
      }
    },
  }
}
