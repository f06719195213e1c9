import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from './support/project.ts'
import type { Project } from './support/project.ts'

let project: Project
beforeAll(async () => {
  project = await createProject()
  await project.run('npm install react react-dom @flashpost/react')
  await project.run(
    'npm install vitest jsdom msw @flashpost/msw @testing-library/react @testing-library/dom',
  )
  await project.run('npm install typescript @types/react @types/node @tanstack/react-query')
})
afterAll(() => project.remove())

/** The test that docs/testing.md shows. */
const [, shown = ''] =
  /^```tsx\n([\s\S]*?)^```$/m.exec(readFileSync('docs/testing.md', 'utf8')) ?? []

test('a component test in jsdom runs as docs/testing.md has it', async () => {
  project.write(new Map([['order.test.tsx', shown]]))
  expect(await project.run('npx vitest run --environment jsdom')).toMatch(/Tests\s+1 passed/)
})

test('strict types of an app hold, and ours are checked with them', async () => {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    module: 'preserve',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    jsx: 'react-jsx',
    types: [],
    noEmit: true,
  }
  const entries = ['', '/client', '/query', '/inbox'].map((path) => `@flashpost/react${path}`)
  const imports = [
    ...entries,
    '@flashpost/core',
    '@flashpost/core/protocol',
    '@flashpost/react/styles.css',
  ]
  project.write(
    new Map([
      ['tsconfig.json', JSON.stringify({ compilerOptions, files: ['entries.ts'] })],
      ['entries.ts', imports.map((entry) => `import '${entry}'\n`).join('')],
    ]),
  )
  expect(await project.run('npx tsc')).toBe('')
})
