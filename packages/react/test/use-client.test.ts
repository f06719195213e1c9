import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// A module of React Server Components' client side begins with the directive; where it stands is a boundary.

const source = join(import.meta.dirname, '../src')
const read = (file: string) => readFileSync(join(source, file), 'utf8')
const all = globSync('**/*.{ts,tsx}', { cwd: source }).map((file) => file.replaceAll('\\', '/'))
const isClient = (file: string) => /^['"]use client['"]/.test(read(file))

// Everything that a browser needs React for: hooks, contexts and classes.
const needsBrowser =
  /\b(?:useState|useEffect|useRef|useContext|useMemo|useCallback|useSyncExternalStore|createContext)\b|extends Component/

/** What an entry's own names lead to, through the modules that only hand names on. */
function exportsOf(entry: string): string[] {
  return [...read(entry).matchAll(/^export (?!type)[^'"]*from '\.\/([^']+)'/gm)].flatMap(
    ([, to = '']) => (to === 'client.ts' ? exportsOf(to) : to),
  )
}

test('what the entry exports for React is a client boundary', () => {
  const modules = exportsOf('index.ts').filter((file) => needsBrowser.test(read(file)))
  expect(modules).not.toEqual([])
  expect(modules.filter((file) => !isClient(file))).toEqual([])
})

test('entries, the client and the codec of TanStack Query are none, so that a server can use them', () => {
  const files = all.filter((file) => /^(?:index|client|query)\.ts$|^client\/|^query\//.test(file))
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter(isClient)).toEqual([])
  expect(files.filter((file) => /from 'react'/.test(read(file)))).toEqual([])
})

test('the directive stands before everything else', () => {
  const misplaced = all.filter((file) => !isClient(file) && /^['"]use client['"]/m.test(read(file)))
  expect(misplaced).toEqual([])
})
