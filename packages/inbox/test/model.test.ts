import { memoryBackend } from '@flashpost/inbox'
import { expect, test } from 'vitest'
import { checkModel, patience } from './model/check-model.ts'

test(
  'in memory, two processes and their clients see what a plain model says, whatever is done',
  { timeout: patience },
  async () => {
    const create = async () => {
      const backend = memoryBackend()
      return [backend, backend] as const
    }
    await expect(checkModel(create)).resolves.toBeUndefined()
  },
)
