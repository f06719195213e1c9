import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSigner } from '../src/http/signer.ts'

const [secret, older] = ['a secret of more than 32 characters', 'the one that was used before it']

describe('the signer', () => {
  it('signs with HMAC-SHA-256, cut to 132 bits, under a key of its purpose', () => {
    const key = createHmac('sha256', secret).update('cookies').digest('base64url')
    for (const text of ['', 'flash-1=1.25.Saved', 'ä€😀', 'x'.repeat(5_000)]) {
      const whole = createHmac('sha256', key).update(text).digest('base64url')
      expect(createSigner([secret], 'cookies').sign(text)).toBe(whole.slice(0, 22))
    }
  })

  it('verifies what any of its secrets has signed, for its own purpose', () => {
    const signature = createSigner([older], 'cookies').sign('text')
    expect(createSigner([secret, older], 'cookies').verify('text', signature)).toBe(true)
    expect(createSigner([secret], 'cookies').verify('text', signature)).toBe(false)
    expect(createSigner([secret, older], 'boxes').verify('text', signature)).toBe(false)
  })

  it.each(['', 'short', 'ä'.repeat(11), 'ä'.repeat(22), '='.repeat(22), 'A'.repeat(23)])(
    'takes %o for no signature',
    (signature) => {
      expect(createSigner([secret], 'cookies').verify('text', signature)).toBe(false)
    },
  )
})
