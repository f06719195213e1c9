import { globSync, readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { expect, test } from 'vitest'
import { circlesOf } from './support/circles.ts'
import { floors, violationsOf } from './support/floors.ts'
import type { SourceFile } from './support/floors.ts'

test('no package imports against the floors', () => {
  const files = sourceFiles()
  expect(files).not.toEqual([])
  expect(files.flatMap(violationsOf)).toEqual([])
})

test('no files of a package import each other in a circle, not even types', () => {
  expect(circlesOf(sourceFiles())).toEqual([])
})

test('every package has a floor', () => {
  expect(readdirSync('packages').toSorted()).toEqual(Object.keys(floors).toSorted())
})

test.each([
  ['core', `import { x } from '@flashpost/react'`, 'react is no floor below'],
  ['core', `import { z } from 'zod'`, 'zod is not declared'],
  ['core', `import { randomBytes } from 'node:crypto'`, 'core runs outside Node too'],
  ['react', `export * from '@flashpost/msw'`, 'msw is no floor below'],
  ['react', `export type { X } from '@flashpost/fastify'`, 'fastify is no floor below'],
  ['msw', `const app = await import('@flashpost/fastify')`, 'fastify is no floor below'],
  ['msw', `import { x } from '@flashpost/inbox/sqlite'`, 'msw may import only the root of inbox'],
  ['react', `import type { X } from '@flashpost/inbox'`, 'inbox is no floor below'],
  ['inbox', `type App = import('@flashpost/fastify').App`, 'fastify is no floor below'],
  ['inbox', `import { pool } from '../test/pool.ts'`, 'it leaves src'],
  ['inbox', `import '../../core/src/index.ts'`, 'it leaves src'],
  ['fastify', `import type { X } from '@flashpost/inbox/redis'`, 'only the root of inbox'],
  ['fastify', `import { x } from '@flashpost/msw'`, 'msw is no floor below'],
  ['fastify', `export * from '@flashpost/core/protocol'`, 'no need of the protocol'],
  ['react', `export type * from '@flashpost/core/protocol'`, 'no need of the protocol'],
  ['fastify', `export * from '@flashpost/demo'`, 'demo is no floor below'],
  ['unknown', `export {}`, 'unknown has no floor'],
])('%s may not: %s', (name, code, reason) => {
  const declared = ['@flashpost/core', '@flashpost/inbox']
  const violations = violationsOf({ package: name, path: 'src/sample.ts', code, declared })
  expect(violations).toEqual([expect.stringContaining(reason)])
})

test.each([
  ['core', `export { x } from './x.ts'`],
  ['react', `import { x } from '@flashpost/core'`],
  ['inbox', `import { DatabaseSync } from 'node:sqlite'`],
  ['fastify', `import { createInbox } from '@flashpost/inbox'`],
  ['msw', `import { createInbox } from '@flashpost/inbox'`],
  ['fastify', `export { documentTab } from '@flashpost/core/protocol'`],
  ['fastify', `declare module 'fastify' {}`],
])('%s may: %s', (name, code) => {
  const declared = ['@flashpost/core', '@flashpost/inbox']
  expect(violationsOf({ package: name, path: 'src/sample.ts', code, declared })).toEqual([])
})

test.each([
  ['a file that imports itself', { 'a.ts': ['./a.ts'] }, ['a.ts -> a.ts']],
  ['two files', { 'a.ts': ['./b.ts'], 'b.ts': ['./a.ts'] }, ['a.ts -> b.ts -> a.ts']],
  [
    'the shortest way round, in folders too, once',
    { 'a.ts': ['./x/b.ts'], 'x/b.ts': ['./c.ts', '../a.ts'], 'x/c.ts': ['../a.ts'] },
    ['a.ts -> x/b.ts -> a.ts'],
  ],
  [
    'each knot of its own',
    { 'a.ts': ['./b.ts'], 'b.ts': ['./a.ts', './c.ts'], 'c.ts': ['./d.ts'], 'd.ts': ['./c.ts'] },
    ['a.ts -> b.ts -> a.ts', 'c.ts -> d.ts -> c.ts'],
  ],
  ['nothing where ways only meet', { 'a.ts': ['./b.ts', './c.ts'], 'b.ts': ['./c.ts'] }, []],
])('a circle is found: %s', (_, imports, expected) => {
  const files = Object.entries(imports).map(([path, from]) => ({
    package: 'core',
    path: `src/${path}`,
    code: from.map((each) => `import type { X } from '${each}'`).join('\n'),
    declared: [],
  }))
  const short = (circle: string) => circle.replaceAll('packages/core/src/', '')
  expect(circlesOf(files).map(short)).toEqual(expected)
})

test('a computed import is refused, because nobody can check it', () => {
  const file = { package: 'core', path: 'src/sample.ts', declared: [] }
  expect(() => violationsOf({ ...file, code: 'import(name)' })).toThrow('computed name')
})

function sourceFiles(): SourceFile[] {
  return globSync('packages/*/src/**/*.{ts,tsx}').map((file) => {
    const [, name = '', ...path] = file.split(sep)
    return {
      package: name,
      path: path.join('/'),
      code: readFileSync(file, 'utf8'),
      declared: declaredBy(name),
    }
  })
}

function declaredBy(name: string): string[] {
  const manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')) as {
    dependencies?: Record<string, string>
    peerDependencies?: Record<string, string>
  }
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
}
