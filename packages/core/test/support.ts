import { createLevels, defaultLimits } from '@flashpost/core'
import { buildMessage, createIdGenerator, createMessage } from '@flashpost/core/protocol'
import type { Message, MessageDraft, PendingMessage } from '@flashpost/core'
import type { MessageContext } from '@flashpost/core/protocol'
import fc from 'fast-check'

export function messageContext(options: Partial<MessageContext> = {}): MessageContext {
  const nextId = createIdGenerator({
    now: Date.now,
    fill: (bytes) => crypto.getRandomValues(bytes),
  })
  return { levels: createLevels(), limits: defaultLimits, nextId, ...options }
}

export function message(draft: Partial<MessageDraft> = {}): Message {
  const made = createMessage({ level: 'info', text: 'Hello', ...draft }, messageContext())
  if (!made) throw new Error('the text is empty')
  return made
}

/** Any text at all: every UTF-16 code unit, so also control characters and lone surrogates. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    '😀',
    '\ud800',
    '\udfff\ud800',
    '</script>',
    '__proto__',
    '%2F',
    '";,\\',
    '!q_~*|',
    '\r\n',
  ),
)

const anyKey = fc.oneof(
  anyText,
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
)

// -0 is not in JSON; what JSON reads back is the value that a message carries.
const { json: anyJson } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.array(tie('json')),
    anyObject(tie('json')),
  ),
}))

function anyObject(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  // Object.fromEntries makes `__proto__` an own key, as JSON.parse does.
  return fc.array(fc.tuple(anyKey, value), { maxLength: 4 }).map(Object.fromEntries)
}

const id = fc.stringMatching(/^[\w-]{22}$/)
const anyUrl = fc.constantFrom('/orders/7', 'https://example.com/?a=1#b', '?page=2', '#top')

export const anyMessage: fc.Arbitrary<Message> = fc
  .record(
    {
      id,
      level: fc.oneof(fc.constantFrom(10, 20, 25, 30, 40), fc.maxSafeNat()),
      levelTag: fc.oneof(fc.constantFrom('', 'debug', 'info', 'error'), anyText),
      text: anyText,
      extraTags: anyText,
      description: anyText,
      url: anyUrl,
      actions: fc.array(
        fc.record({ label: anyText, url: anyUrl, name: anyText }, { requiredKeys: ['label'] }),
        {
          maxLength: 2,
        },
      ),
      key: anyText,
      name: anyText,
      params: anyObject(anyJson),
      data: anyJson,
      duration: fc.option(fc.maxSafeNat()),
      urgency: fc.constantFrom('polite', 'assertive'),
      progress: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)),
      expiresAt: fc.maxSafeNat(),
    },
    { requiredKeys: ['id', 'level', 'levelTag', 'text'] },
  )
  .map((parts) => buildMessage(parts as Parameters<typeof buildMessage>[0]))

export const anyPending: fc.Arbitrary<PendingMessage> = fc.record(
  { message: anyMessage, owner: anyText, tab: fc.oneof(id, fc.constant('.')) },
  { requiredKeys: ['message'] },
)
