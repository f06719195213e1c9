import { existsSync, globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { absoluteLinks } from '../scripts/absolute-links.ts'
import { publicPackages } from '../scripts/public-packages.ts'
import { origin, readManifest, repositoryPage } from '../scripts/repository.ts'

const all = globSync('packages/*/package.json')
  .map((file) => posix.dirname(file))
  .toSorted()
const published = publicPackages()

test('the packages that have something to offer are published', () => {
  expect(published).toEqual(
    ['core', 'fastify', 'inbox', 'msw', 'react'].map((name) => `packages/${name}`),
  )
})

test.each(all)('%s says where it comes from, as the root does', (folder) => {
  const manifest = readManifest(folder)
  expect(manifest).toMatchObject(origin(folder))
  expect(manifest.version).toBe(readManifest('.').version)
})

test.each(all)('the manifest of %s says what it is and what is in it', (folder) => {
  const manifest = readManifest(folder)
  expect(manifest['description']).toMatch(/^[A-Z].+\.$/)
  expect(manifest['keywords']).toContain('messages')
  expect(manifest['sideEffects']).toEqual(folder === 'packages/react' ? ['*.css'] : false)
  for (const entry of Object.values(manifest['exports'] as object)) {
    expect(entry).toMatchObject({ types: expect.any(String), default: expect.any(String) })
  }
})

test('only what needs Node asks for one', () => {
  const needsNode = all.filter((folder) => 'engines' in readManifest(folder))
  expect(needsNode).toEqual(['packages/fastify', 'packages/inbox'])
})

test.each(all)('%s brings the licence', (folder) => {
  expect(readFileSync(`${folder}/LICENSE`, 'utf8')).toBe(readFileSync('LICENSE', 'utf8'))
})

test.each(published)(
  'the README of %s leads into the repository from where it is read',
  (folder) => {
    const readme = absoluteLinks(readFileSync(`${folder}/README.md`, 'utf8'), folder)
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
    const within = links.filter((link) => link.startsWith(repositoryPage()))
    expect(within).not.toEqual([])
    expect(links.filter((link) => !/^(?:https:|#)/.test(link))).toEqual([])
    const dead = within.filter((link) => {
      const [path = ''] = link.slice(repositoryPage().length + 1).split('#')
      return !existsSync(path.replace(/^(?:tree|blob|raw)\/main\//, ''))
    })
    expect(dead).toEqual([])
  },
)
