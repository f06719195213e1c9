import { expect, onTestFinished, test, vi } from 'vitest'
import { createOnDemand } from '../src/client/on-demand.ts'

test('it is loaded once, for all that need it, and what waited is done in order', async () => {
  const { load, done, thing } = start()
  thing.use((name) => done.push(`${name} one`))
  thing.use((name) => done.push(`${name} two`))
  expect(done).toEqual([])
  expect(await thing.load()).toBe('it')
  expect(done).toEqual(['it one', 'it two'])
  thing.use((name) => done.push(`${name} at once`))
  expect(done).toEqual(['it one', 'it two', 'it at once'])
  expect(load).toHaveBeenCalledOnce()
})

test('what waited is done when loading has failed twice: it is tried again after longer and longer pauses', async () => {
  const { load, done, thing } = start(2)
  thing.use((name) => done.push(name))
  expect(await thing.load()).toBeUndefined()
  await vi.advanceTimersByTimeAsync(999)
  expect(load).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(load).toHaveBeenCalledTimes(2)
  expect(done).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(done).toEqual(['it'])
  await vi.advanceTimersByTimeAsync(120_000)
  expect(load).toHaveBeenCalledTimes(3)
})

test('who needs it does not wait for the pause', async () => {
  const { done, thing } = start(1)
  await thing.load()
  thing.use((name) => done.push(name))
  await thing.load()
  expect(done).toEqual(['it'])
})

test('nothing is loaded or done when it is over', async () => {
  const { load, done, thing, ending } = start(1)
  thing.use((name) => done.push(name))
  await thing.load()
  ending.abort()
  await vi.advanceTimersByTimeAsync(120_000)
  thing.use((name) => done.push(name))
  expect(await thing.load()).toBeUndefined()
  expect(load).toHaveBeenCalledOnce()
  expect(done).toEqual([])
})

function start(failures = 0) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const ending = new AbortController()
  let left = failures
  const load = vi.fn<() => Promise<string>>(async () => {
    if (left-- > 0) throw new TypeError('Failed to fetch')
    return 'it'
  })
  const done: string[] = []
  return { ending, load, done, thing: createOnDemand(load, ending.signal) }
}
