import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs texts and checks signatures. */
export interface Signer {
  /** The signature of a text: {@link signatureLength} characters of `[A-Za-z0-9_-]`. */
  sign(text: string): string
  verify(text: string, signature: string): boolean
}

// 128 bits. RFC 2104, section 5, allows truncation to half of the hash; every message saves 21 bytes by it.
const signatureBytes = 16

/** The length of a signature, in characters. */
export const signatureLength = 22

/** Makes a signer: the first secret signs, all verify. `purpose` keeps its signatures apart from all others'. */
export function createSigner(secrets: readonly string[], purpose: string): Signer {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update(purpose).digest())
  const hash = (key: Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest().subarray(0, signatureBytes)
  return {
    sign: (text) => hash(keys[0]!, text).toString('base64url'),
    verify(text, signature) {
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== signatureBytes) return false
      return keys.some((key) => timingSafeEqual(hash(key, text), given))
    },
  }
}
