import { handlePurpose } from '@flashpost/core/protocol'
import { FlashError } from '@flashpost/core'
import { refuse } from '../errors.ts'

/** Says whether a signature is a secret's of ours. */
export type HandleVerifier = (content: string, signature: string) => Promise<boolean>

const secretLength = 32
/** How much of a signature is written: 132 bits (RFC 2104, section 5). */
const signatureLength = 22

/**
 * Verifies what the plugin has signed, by Web Cryptography: this package runs in browsers too, where it is mocked.
 * @throws FlashError `FLASH_ERR_SECRET` for a secret that is too short
 */
export function createHandleVerifier(
  secret: string | readonly string[] | undefined,
): HandleVerifier | undefined {
  const secrets = [secret ?? []].flat()
  for (const each of secrets)
    if (typeof each !== 'string' || each.length < secretLength)
      throw new FlashError(
        'FLASH_ERR_SECRET',
        `A secret of the inbox is shorter than ${secretLength} characters.`,
        'Pass the same as to @flashpost/fastify.',
      )
  if (secrets.length === 0) return undefined
  const signers = secrets.map((each) => createSigner(each))
  return async (content, signature) => {
    const expected = await Promise.all(signers.map((signer) => signer(content)))
    return expected.some((each) => isSame(each, signature))
  }
}

/** With a key that is derived for this purpose alone, as the plugin's signers have them. */
function createSigner(secret: string): (content: string) => Promise<string> {
  let key: Promise<string> | undefined
  return async (content) =>
    (await sign(await (key ??= sign(secret, handlePurpose)), content)).slice(0, signatureLength)
}

async function sign(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'sign',
  ])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Takes as long for a signature of which only the end is wrong. */
function isSame(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length
  for (let index = 0; index < expected.length; index++)
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return difference === 0
}

/** Where there is no secret to verify with. */
export function noSecret(): Error {
  return refuse(
    'FLASH_ERR_SECRET',
    'The option secret',
    undefined,
    'Pass the one of @flashpost/fastify to `createInbox`, so that handles can be verified.',
  )
}
