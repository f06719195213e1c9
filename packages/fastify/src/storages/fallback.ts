import type { FlashStorage } from '../storage.ts'

/**
 * Tries storages in turn: each keeps what the one before it could not hold. All are read and removed from, and order is
 * kept over them by the messages' ids.
 *
 * @example fallbackStorage([cookieStorage(), sessionStorage()])
 */
export function fallbackStorage(storages: readonly FlashStorage[]): FlashStorage {
  const parts = storages.flatMap((storage) => storage.parts ?? [storage])
  return {
    name: parts.map(({ name }) => name).join(' > '),
    parts,
    eager: parts.every(({ eager }) => eager),
    lasting: parts.every(({ lasting }) => lasting),
    mayHold: (request) => parts.some((part) => part.mayHold?.(request) ?? true),
    setup(app) {
      for (const part of parts) part.setup?.(app, parts.length === 1)
    },
    async read(context) {
      const found = await Promise.all(parts.map(async (part) => part.read(context)))
      return found.flat()
    },
    async add(context, messages) {
      let rest = messages
      for (const part of parts) {
        if (rest.length > 0) rest = await part.add(context, rest)
      }
      return rest
    },
    async remove(context, ids) {
      await Promise.all(parts.map(async (part) => part.remove(context, ids)))
    },
  }
}
