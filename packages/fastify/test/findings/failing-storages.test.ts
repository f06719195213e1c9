// A storage that fails is passed over as one that does not answer: the log and the signal name it, and nothing is lost.
import { cookieStorage, fallbackStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import { describe, expect, test, vi } from 'vitest'
import { broken, fail, members, never, reject, visit } from './broken-storage.ts'

describe.each([
  ['never settles', never],
  ['throws', fail],
  ['rejects', reject],
] as const)('a storage whose member %s', (_name, how) => {
  test.each(members)('is named in the log (%s)', async (member) => {
    const { add, request, log } = await visit(broken(how, member).storage)
    await add('Hello')
    await request('/show')
    // What a page has shown is removed after its last byte.
    await vi.waitFor(() => {
      const line = log.find((each) => each.includes('"storage":"broken"'))
      expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, operation: member })
    })
  })

  test.each(members)('is named by the signal `failed` (%s)', async (member) => {
    const { app, add, request } = await visit(broken(how, member).storage)
    const failures: object[] = []
    app.flashpost.on('failed', (failure) => failures.push(failure))
    await add('Hello')
    await request('/show')
    await vi.waitFor(() => {
      expect(failures).toContainEqual({
        storage: 'broken',
        operation: member,
        error: expect.any(Error) as Error,
        request: expect.objectContaining({ method: 'GET' }) as object,
      })
    })
  })
})

test.each([
  ['mayHold throws', { mayHold: fail }],
  ['timing.begin throws', { timing: { begin: fail } }],
  ['read answers nothing', { read: (): unknown => undefined }],
  ['read answers no list', { read: async () => ({ length: 1 }) }],
  ['read answers what no message is', { read: async () => [null, 'x', {}] }],
  ['add answers nothing', { add: (): unknown => undefined }],
  ['add answers no list', { add: async (): Promise<unknown> => 'held' }],
  ['remove throws what is no error', { remove: () => Promise.reject('away') }],
] as const)('a storage whose %s costs no answer and no message', async (_name, member) => {
  const storage = { ...broken(fail).storage, ...member } as unknown as FlashStorage
  const { sdk, add, request, shown } = await visit(fallbackStorage([cookieStorage(), storage]))
  expect((await sdk('/none')).status).toBe(200)
  await add('Hello')
  expect((await sdk('/peek')).inHeader()).toEqual(['Hello'])
  expect((await request('/messages')).status).toBe(200)
  expect(await shown()).toEqual(['Hello'])
  expect(await shown()).toEqual([])
})
