// JSON Schema (draft 7, as Fastify's validator reads it) of what the endpoints take and give.

const text = { type: 'string' } as const

const action = {
  type: 'object',
  required: ['label'],
  properties: { label: text, url: text, name: text },
} as const

export const message = {
  type: 'object',
  required: ['id', 'level', 'levelTag', 'extraTags', 'tags', 'text', 'createdAt'],
  properties: {
    id: { type: 'string', pattern: '^[\\w-]{22}$', description: 'Sorts by time as text.' },
    level: { type: 'integer', minimum: 0 },
    levelTag: text,
    extraTags: text,
    tags: text,
    text: { type: 'string', description: 'Plain text.' },
    description: text,
    url: text,
    actions: { type: 'array', maxItems: 2, items: action },
    key: { type: 'string', description: 'A later message with the same key replaces this one.' },
    name: { type: 'string', description: "An entry of the app's catalog." },
    params: { type: 'object', additionalProperties: true },
    data: { description: "The app's own payload, any JSON." },
    duration: {
      type: ['number', 'null'],
      description: 'Milliseconds on screen; null until dismissed.',
    },
    progress: {
      type: ['number', 'null'],
      description: 'Work under way: 0 to 1, null when nobody knows.',
    },
    urgency: { type: 'string', enum: ['polite', 'assertive'] },
    createdAt: { type: 'number', description: 'Milliseconds since the epoch.' },
    expiresAt: { type: 'number', description: 'Milliseconds since the epoch.' },
  },
} as const

/** The body of `GET /messages`. */
export const messagesBody = {
  type: 'object',
  required: ['messages', 'more', 'dropped'],
  properties: {
    messages: { type: 'array', items: message, description: 'Oldest first.' },
    more: { type: 'boolean', description: 'More messages wait than were sent.' },
    dropped: { type: 'boolean', description: 'A message could be kept nowhere.' },
    levels: {
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: "The app's own levels, by name; absent when it has none.",
    },
  },
} as const

/** The body of `POST /messages/used`. */
export function acknowledgementBody(maxItems: number) {
  return {
    type: 'object',
    required: ['ids'],
    properties: { ids: { type: 'array', maxItems, items: text } },
  } as const
}

/** The body of an error. */
export const refusal = {
  type: 'object',
  properties: { statusCode: { type: 'integer' }, code: text, error: text, message: text },
} as const
