import { refuseOption } from '../checks.ts'
import { checkStorage } from './check-storage.ts'
import type { FlashStorage } from './storage.ts'

const kParts = Symbol('flashpost.parts')

/**
 * Tries storages in turn: each keeps what the one before it could not hold. All are read and removed from, and order is
 * kept over them by the messages' ids.
 *
 * @throws FlashError `FLASH_ERR_OPTION` when one of them is none
 * @example fallbackStorage([cookieStorage(), sessionStorage()])
 */
export function fallbackStorage(storages: readonly FlashStorage[]): FlashStorage {
  if (!Array.isArray(storages) || storages.length === 0) {
    throw refuseOption(
      'storages',
      storages,
      'Pass a list: `fallbackStorage([cookieStorage(), sessionStorage()])`.',
    )
  }
  const parts = storages.flatMap(partsOf)
  for (const part of parts) checkStorage(part)
  const fallback: FlashStorage & { readonly [kParts]: readonly FlashStorage[] } = {
    [kParts]: parts,
    name: parts.map(({ name }) => name).join(' > '),
    mayHold: (request) => parts.some((part) => part.mayHold?.(request) ?? true),
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
    async remove(context, ids, why) {
      await Promise.all(parts.map(async (part) => part.remove(context, ids, why)))
    },
  }
  return fallback
}

/** The storages that a storage is made of, in the order in which they are tried. */
export function partsOf(storage: FlashStorage): readonly FlashStorage[] {
  return (
    (storage as { readonly [kParts]?: readonly FlashStorage[] } | null | undefined)?.[kParts] ?? [
      storage,
    ]
  )
}
