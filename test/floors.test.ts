import { globSync, readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { expect, test } from 'vitest'
import { floors, violationsOf, type SourceFile } from './support/floors.ts'

test('no package imports against the floors', () => {
  const files = sourceFiles()
  expect(files).not.toEqual([])
  expect(files.flatMap(violationsOf)).toEqual([])
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
  ['msw', `const inbox = await import('@flashpost/inbox')`, 'inbox is no floor below'],
  ['inbox', `type App = import('@flashpost/fastify').App`, 'fastify is no floor below'],
  ['inbox', `import { pool } from '../test/pool.ts'`, 'it leaves src'],
  ['inbox', `import '../../core/src/index.ts'`, 'it leaves src'],
  ['fastify', `import { x } from '@flashpost/inbox'`, 'fastify may import only types of inbox'],
  ['fastify', `import { type X } from '@flashpost/inbox'`, 'may import only types of inbox'],
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
  ['fastify', `import type { X } from '@flashpost/inbox'`],
  ['fastify', `declare module 'fastify' {}`],
])('%s may: %s', (name, code) => {
  const declared = ['@flashpost/core', '@flashpost/inbox']
  expect(violationsOf({ package: name, path: 'src/sample.ts', code, declared })).toEqual([])
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
