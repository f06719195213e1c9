import {
  acknowledgementLimit,
  cookieGrowth,
  cookieLength,
  decodeBody,
  decodeClient,
  decodeCookie,
  decodeHeader,
  decodePending,
  decodeScript,
  decodeUsed,
  decodeUsedBody,
  encodeClient,
  encodeCookie,
  encodeCookieItem,
  encodeHeader,
  encodePending,
  encodeScript,
  encodeUsed,
  idTime,
} from '@flashpost/core/protocol'
import type { PendingMessage } from '@flashpost/core'
import type { CookieItem } from '@flashpost/core/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyMessage, anyPending, message } from './support.ts'

const roomy = { maxBytes: Number.MAX_SAFE_INTEGER }
const nothing = { messages: [], more: false, dropped: false }

describe('a header', () => {
  test('gives back every message that was written into it', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 3 }), (messages) => {
        expect(decodeHeader(encodeHeader(messages, roomy).value)).toEqual({ ...nothing, messages })
      }),
    )
  })

  test('says that something will come live, and nothing of it otherwise', () => {
    expect(decodeHeader(encodeHeader([], { live: true, ...roomy }).value).live).toBe(true)
    expect(decodeHeader(encodeHeader([], roomy).value)).not.toHaveProperty('live')
  })

  test('holds only bytes that are legal in a field value', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 3 }), (messages) => {
        expect(encodeHeader(messages, roomy).value).toMatch(
          /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
        )
      }),
    )
  })

  test('is accepted by the platform', () => {
    const { value } = encodeHeader([message({ text: 'Grüße 😀\r\nSet-Cookie: x=1' })], roomy)
    expect(new Headers({ 'flash-messages': value }).get('flash-messages')).toBe(value)
  })

  test('never grows past its limit, keeps the order and says what it left out', () => {
    fc.assert(
      fc.property(
        fc.array(anyMessage, { maxLength: 5 }),
        fc.integer({ min: 30, max: 2_000 }),
        (messages, maxBytes) => {
          const { value, count } = encodeHeader(messages, { maxBytes, dropped: true })
          expect(value.length).toBeLessThanOrEqual(maxBytes)
          expect(decodeHeader(value)).toEqual({
            messages: messages.slice(0, count),
            more: count < messages.length,
            dropped: true,
          })
        },
      ),
    )
  })

  test('announces more when it is told to', () => {
    expect(decodeHeader(encodeHeader([], { ...roomy, more: true }).value)).toEqual({
      ...nothing,
      more: true,
    })
  })

  test('passes over what it does not know', () => {
    const { value } = encodeHeader([message()], roomy)
    const future = JSON.stringify([
      2,
      'later',
      { i: 'short' },
      7,
      null,
      ...JSON.parse(value).slice(1),
    ])
    expect(decodeHeader(future).messages).toHaveLength(1)
  })

  test('yields nothing when it is foreign, and never throws', () => {
    const foreign = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(null, undefined, '', '[', '[1', '{}'),
    )
    fc.assert(
      fc.property(foreign, (value) => {
        expect(decodeHeader(value).messages).toEqual([])
      }),
    )
    expect(decodeHeader(`[1,${'{},'.repeat(100_000)}{}]`)).toEqual(nothing)
  })
})

const itemOf = (pending: PendingMessage): CookieItem => ({
  id: pending.message.id,
  text: encodeCookieItem(pending),
})
const cookieOf = (...pending: [PendingMessage, ...PendingMessage[]]) =>
  encodeCookie([itemOf(pending[0]), ...pending.slice(1).map(itemOf)])

describe('a cookie', () => {
  test('gives back every pending message that was written into it', () => {
    fc.assert(
      fc.property(fc.array(anyPending, { minLength: 1, maxLength: 5 }), ([first, ...others]) => {
        const value = cookieOf(first!, ...others)
        expect(decodeCookie(first!.message.id, value)).toEqual([first, ...others])
      }),
    )
  })

  test('is as long as is foretold, and grows by what is foretold', () => {
    fc.assert(
      fc.property(anyPending, anyPending, (first, second) => {
        expect(cookieLength(itemOf(first))).toBe(cookieOf(first).length)
        const growth = cookieOf(first, second).length - cookieOf(first).length
        expect(cookieGrowth(itemOf(second), first.message.id)).toBe(growth)
      }),
    )
  })

  test.each(['-', 'z'])('may have an id of a time that cannot be: %s', (character) => {
    const id = character.repeat(22)
    const [pending] = decodeCookie(id, '1.20.Hi') ?? []
    expect(pending?.message).toMatchObject({ id, text: 'Hi' })
    expect(new Date(pending!.message.createdAt).getTime()).toBe(idTime(id))
  })

  test('says of a further id only what differs', () => {
    const [first, second] = [message(), message()].map((each, index) => ({
      message: { ...each, id: `${'a'.repeat(21)}${index}`, text: 'Hi' },
    }))
    expect(cookieOf(first!, second!)).toBe('1.20.Hi^1.20.Hi')
  })

  test('holds only cookie-octets and no percent sign', () => {
    fc.assert(
      fc.property(anyPending, anyPending, (first, second) => {
        expect(cookieOf(first, second)).toMatch(
          /^[\x21\x23\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/,
        )
      }),
    )
  })

  test('adds five characters to plain prose', () => {
    const text = 'Profile details updated and sent to your mail address today.'
    expect(cookieOf({ message: message({ text }) })).toHaveLength(text.length + 5)
  })

  test('costs three characters for one beyond ASCII', () => {
    const text = 'Сохранено'
    expect(cookieOf({ message: message({ text }) })).toHaveLength(5 + 2 + 3 * text.length)
  })

  test('yields nothing when it is foreign, and never throws', () => {
    const { id } = message()
    const foreign = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '1.', '1.20', '2.20.Hi', '1.x.Hi', '1.20.Hi|[]', '1.20.Hi|{'),
      fc.constantFrom('1.20.Hi^', '1.20.Hi^20.Hi', `1.20.Hi^${'a'.repeat(30)}.20.Hi`, '^1.20.Hi'),
    )
    fc.assert(
      fc.property(foreign, (value) => {
        expect(decodeCookie(id, value)).toBeUndefined()
      }),
    )
    for (const name of ['', 'short', 'a'.repeat(23), 'ä'.repeat(22)])
      expect(decodeCookie(name, '1.20.Hi')).toBeUndefined()
  })

  test('survives a cut anywhere', () => {
    fc.assert(
      fc.property(anyPending, anyPending, fc.nat(), (first, second, at) => {
        const value = cookieOf(first, second)
        const cut = decodeCookie(first.message.id, value.slice(0, at % (value.length + 1)))
        for (const { message: each } of cut ?? []) expect(typeof each.text).toBe('string')
      }),
    )
  })
})

describe('a stored line', () => {
  test('gives back every pending message', () => {
    fc.assert(
      fc.property(anyPending, (pending) => {
        expect(decodePending(encodePending(pending))).toEqual(pending)
      }),
    )
  })

  test('yields nothing when it is foreign, and never throws', () => {
    const foreign = fc.oneof(fc.anything(), fc.json())
    fc.assert(
      fc.property(foreign, (value) => {
        expect(decodePending(value)).toBeUndefined()
      }),
    )
  })
})

describe('a body', () => {
  test('gives back every message, through JSON', () => {
    fc.assert(
      fc.property(
        fc.array(anyMessage, { maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        (messages, more, dropped) => {
          const body = { messages, more, dropped }
          expect(decodeBody(JSON.parse(JSON.stringify(body)))).toEqual(body)
        },
      ),
    )
  })

  test('leaves out a link with another scheme, and keeps the message', () => {
    const whole = {
      ...message(),
      url: 'javascript:alert(1)',
      actions: [{ label: 'Go', url: 'data:text/html,x' }],
    }
    expect(decodeBody({ messages: [whole] }).messages).toEqual([
      { ...message({}), ...whole, url: undefined, actions: [{ label: 'Go' }] },
    ])
  })

  test('leaves out a progress that cannot be, and keeps the message', () => {
    const messages = [-1, 1.5, Number.NaN, '1'].map((progress) =>
      Object.assign({}, message(), { progress }),
    )
    for (const each of decodeBody({ messages }).messages)
      expect(each).not.toHaveProperty('progress')
    expect(decodeBody({ messages }).messages).toHaveLength(messages.length)
  })

  test('yields nothing when it is foreign, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(decodeBody(value).messages).toEqual([])
      }),
    )
  })
})

describe('an embedded script', () => {
  test('gives back every message', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 3 }), (messages) => {
        const body = { ...nothing, messages }
        expect(decodeScript(encodeScript(body))).toEqual(body)
      }),
    )
  })

  test('cannot be ended or commented out by a text', () => {
    expect(
      encodeScript({ ...nothing, messages: [message({ text: '</script><!--<script>' })] }),
    ).not.toContain('<')
  })

  test('yields nothing when it is foreign, and never throws', () => {
    for (const text of [null, undefined, '', '{', '[]']) expect(decodeScript(text)).toEqual(nothing)
  })
})

describe('the client header', () => {
  test('gives back the tab and whether a document asks', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{1,64}$/), fc.boolean(), (tab, document) => {
        expect(decodeClient(encodeClient({ tab, document }))).toEqual({ version: 1, tab, document })
      }),
    )
  })

  test('reads a later version, whatever it adds', () => {
    expect(decodeClient('v=2; tab=abc; document; more=1')).toEqual({
      version: 2,
      tab: 'abc',
      document: true,
    })
  })

  test('yields nothing when it is foreign, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(decodeClient(value)).toBeUndefined()
      }),
    )
    for (const value of [
      'v=1',
      'v=1; tab=',
      'v=1; tab=a b',
      `v=1; tab=${'a'.repeat(65)}`,
      'v=; tab=a',
      'tab=a',
    ]) {
      expect(decodeClient(value)).toBeUndefined()
    }
  })
})

describe('an acknowledgement', () => {
  test('gives back the ids', () => {
    const ids = [message().id, message().id]
    expect(decodeUsed(encodeUsed(ids))).toEqual(ids)
    expect(decodeUsedBody({ ids })).toEqual(ids)
  })

  test('names an id once, and at most as many as the limit', () => {
    const { id } = message()
    expect(decodeUsed(encodeUsed([id, id]))).toEqual([id])
    const many = Array.from({ length: acknowledgementLimit + 1 }, () => message().id)
    expect(decodeUsed(encodeUsed(many))).toHaveLength(acknowledgementLimit)
    expect(decodeUsedBody({ ids: many })).toHaveLength(acknowledgementLimit)
  })

  test('passes over what is not an id, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(decodeUsed(value)).toEqual([])
        expect(decodeUsedBody(value)).toEqual([])
        expect(decodeUsedBody({ ids: [value] })).toEqual([])
      }),
    )
  })
})
