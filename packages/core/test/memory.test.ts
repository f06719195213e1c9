import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { decodeClient, decodeCookie } from '@flashpost/core/protocol'
import { expect, test } from 'vitest'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const padding = 'x'.repeat(100_000)

test.each<[string, (index: number) => unknown]>([
  [
    'the tab of a padded header keeps',
    (index) => decodeClient(long(`v=1; tab=tab-with-number-${index}; ${padding}`))?.tab,
  ],
  [
    'the messages of a cookie in a padded header keep',
    (index) => {
      const header = long(
        `-${index + 100}-${'a'.repeat(17)}1.20.Your profile^bbbbbbbbbbbbbbbb.30.Hi;`,
      )
      return decodeCookie(header.slice(0, 22), header.slice(22, header.indexOf(';')))
    },
  ],
])('%s nothing else of it alive', (_, decode) => {
  decode(0)
  const before = heap()
  const kept = Array.from({ length: 200 }, (_value, index) => decode(index))
  const grown = heap() - before
  expect(kept).not.toContain(undefined)
  expect(grown).toBeLessThan(10 * padding.length)
})

/** One string as it comes from a socket, rather than joined of pieces. */
function long(text: string): string {
  return Buffer.from(text + padding).toString('latin1')
}

function heap(): number {
  collect()
  return process.memoryUsage().heapUsed
}
