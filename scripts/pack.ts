// Packs every package that is public, as it is to be published, into `packs/`: what `npm pack` takes, and a
// README whose links lead into the repository. Needs a build.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { absoluteLinks } from './absolute-links.ts'
import { npm, publicPackages } from './public-packages.ts'

const packs = resolve('packs')
const staged = mkdtempSync(join(tmpdir(), 'flashpost-pack-'))
rmSync(packs, { recursive: true, force: true })
mkdirSync(packs)

for (const folder of publicPackages()) {
  const copy = join(staged, basename(folder))
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  writeFileSync(join(copy, 'README.md'), absoluteLinks(readme, folder))
  npm(['pack', '--silent', '--pack-destination', packs], copy)
}
rmSync(staged, { recursive: true })
