import { memoryBackend } from '@flashpost/inbox'
import type { Backend } from '@flashpost/inbox'
import { testBackend } from '@flashpost/inbox/testing'
import { describe, test } from 'vitest'

describe('In memory', () => {
  const backends = new Map<string, Backend>()

  testBackend({
    test,
    create(name) {
      const backend = backends.get(name) ?? memoryBackend()
      backends.set(name, backend)
      return backend
    },
  })
})
