import { execFile } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

// Inside of node_modules, where nothing else looks, and below the root, so that packages resolve.
const folder = 'node_modules/.cache/flashpost-docs'
const pages = globSync(['README.md', 'docs/*.md', 'packages/*/README.md']).toSorted()
// Their snippets run: packages/msw/test/readme.browser.test.tsx, test/packed/next.packed.ts.
const testedElsewhere = new Set(['packages/msw/README.md', 'docs/next.md'])
const tsc = join(dirname(process.execPath), '../../.bin/tsc')

interface Snippet {
  readonly page: string
  readonly line: number
  readonly code: string
}

const snippets = pages.filter((page) => !testedElsewhere.has(page)).flatMap(readSnippets)

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

function readSnippets(page: string): readonly Snippet[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)].map(({ index, 1: code = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }))
}

function isApp({ code }: Snippet): boolean {
  return code.includes('interface Register')
}

async function compile(target: string, group: readonly Snippet[]): Promise<string> {
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
    references: ['core', 'fastify', 'react', 'msw'].map((name) => ({
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

// What a reader has imported by the time: the names of the package that the page is about.
const known: Record<string, string> = {
  createMessagesClient: '@flashpost/react',
  MessagesProvider: '@flashpost/react',
  Toaster: '@flashpost/react',
  useMessages: '@flashpost/react',
  defineMessages: '@flashpost/fastify',
  flash: '@flashpost/fastify',
  fallbackStorage: '@flashpost/fastify',
  cookieStorage: '@flashpost/fastify',
  sessionStorage: '@flashpost/fastify',
  storeStorage: '@flashpost/fastify',
  redisStore: '@flashpost/fastify',
  sqliteStore: '@flashpost/fastify',
  assertMessages: '@flashpost/fastify/testing',
  createVisitor: '@flashpost/fastify/testing',
  createRoot: 'react-dom/client',
}
const knownDefaults: Record<string, string> = {
  cors: '@fastify/cors',
  cookie: '@fastify/cookie',
  flashpost: '@flashpost/fastify',
}

function addImports(code: string): string {
  const isFree = (name: string) =>
    new RegExp(`(?<![.\\w'/-])${name}\\s*[(<,{}/ ]`).test(code) &&
    !new RegExp(`import[^;]*\\b${name}\\b[^;]*from`).test(code)
  const named = Object.entries(known)
    .filter(([name]) => isFree(name))
    .map(([name, from]) => `import { ${name} } from '${from}'`)
  const defaults = Object.entries(knownDefaults)
    .filter(
      ([name]) =>
        new RegExp(`register\\(${name}\\b`).test(code) &&
        !new RegExp(`import ${name}\\b`).test(code),
    )
    .map(([name, from]) => `import ${name} from '${from}'`)
  return [...named, ...defaults, code].join('\n')
}
