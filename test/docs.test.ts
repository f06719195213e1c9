import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readManifest } from '../scripts/repository.ts'
import { addImports } from './support/docs/imports.ts'
import { readSnippets, runElsewhere, type Snippet } from './support/docs/snippets.ts'

// Inside of node_modules, where nothing else looks, and below the root, so that packages resolve.
const folder = 'node_modules/.cache/flashpost-docs'
const tsc = join(dirname(process.execPath), '../../.bin/tsc')

const snippets = readSnippets().filter(({ page }) => !runElsewhere.has(page))

test('the docs hold snippets', () => {
  expect(snippets.length).toBeGreaterThan(15)
  expect(new Set(snippets.map(({ page }) => page))).toContain('README.md')
})

test('every snippet compiles as it stands', { timeout: 60_000 }, async () => {
  rmSync(folder, { recursive: true, force: true })
  // An app registers one catalog; so a page that does so is an app of its own.
  const [apps, rest] = [snippets.filter(isApp), snippets.filter((snippet) => !isApp(snippet))]
  for (const [index, group] of [rest, ...apps.map((app) => [app])].entries()) {
    expect(await compile(join(folder, String(index)), group)).toBe('')
  }
})

test('the check can fail', async () => {
  const wrong = { page: 'wrong.md', line: 1, code: "reply.flash('sucess', 'Saved.')" }
  expect(await compile(join(folder, 'wrong'), [wrong])).toMatch(/wrong-1\.tsx\(1,\d+\): error/)
})

/** Blocks that no machine reads, and why. */
const onlyRead = new Map([
  ['python', 'what an app had before, in Django'],
  ['diff', 'what an app had before, and has then'],
  ['nginx', "a part of somebody's configuration"],
  ['html', 'a part of a template, or of a guide that is followed in test/packed'],
  ['js', 'files of guides that are followed in test/packed'],
  ['jsx', 'files of guides that are followed in test/packed'],
])

test('every block is compiled, checked as commands, or known to be only read here', () => {
  const languages = new Set(readSnippets(/./).map(({ language }) => language))
  expect([...languages].toSorted()).toEqual(['sh', 'ts', 'tsx', ...onlyRead.keys()].toSorted())
})

test('every command of npm exists', () => {
  const commands = readSnippets(/^sh$/).flatMap(
    ({ code }) => code.match(/npm (?:run )?[\w-]+/g) ?? [],
  )
  const { scripts } = readManifest('.') as { scripts?: object }
  const known = new Set(['install', ...Object.keys(scripts ?? {})])
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.filter((line) => !known.has(line.replace(/^npm (?:run )?/, '')))).toEqual([])
})

function isApp({ code }: Snippet): boolean {
  return code.includes('interface Register')
}

async function compile(
  target: string,
  group: readonly Pick<Snippet, 'page' | 'line' | 'code'>[],
): Promise<string> {
  mkdirSync(target, { recursive: true })
  for (const { page, line, code } of group) {
    const name = page.replaceAll('/', '-').replace(/\.md$/, '')
    writeFileSync(join(target, `${name}-${line}.tsx`), `${addImports(code)}\nexport {}\n`)
  }
  const root = relative(target, resolve('.'))
  const config = {
    extends: `${root}/tsconfig.json`,
    compilerOptions: { tsBuildInfoFile: './.tsbuildinfo', noImplicitReturns: false },
    include: ['*.tsx', `${root}/test/support/docs/names.d.ts`],
    exclude: [],
    references: ['core', 'fastify', 'inbox', 'react', 'msw'].map((name) => ({
      path: `${root}/packages/${name}`,
    })),
  }
  writeFileSync(join(target, 'tsconfig.json'), JSON.stringify(config))
  try {
    await promisify(execFile)(process.execPath, [tsc, '-b', target])
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout.replaceAll(`${basename(target)}/`, '')
  }
}
