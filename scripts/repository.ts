import { readFileSync } from 'node:fs'

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly author?: string
  readonly license?: string
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly [field: string]: unknown
}

/** Reads the `package.json` of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest
}

/** Where people read the repository. It is said once, in `repository` of the root's package.json. */
export function repositoryPage(): string {
  const { repository } = readManifest('.')
  return repository!.url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** What every manifest says of where it comes from, made from the root's. */
export function origin(directory?: string): Partial<Manifest> {
  const { author, license, repository } = readManifest('.')
  const page = repositoryPage()
  return {
    homepage: directory ? `${page}/tree/main/${directory}#readme` : `${page}#readme`,
    bugs: `${page}/issues`,
    license: license!,
    author: author!,
    repository: { ...repository!, ...(directory && { directory }) },
  }
}
