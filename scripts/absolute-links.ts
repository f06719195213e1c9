import { statSync } from 'node:fs'
import { posix } from 'node:path'
import { repositoryPage } from './repository.ts'

/** Every link of a Markdown page that is not a whole address or an anchor: what is before it, and where it leads. */
export const relativeLink = /(\]\(|(?:src|srcset|href)=")(?!https?:|mailto:|#)([^)"\s]+)/g

/**
 * A page with every relative link made to lead into the repository, for where the page stands without it, as on npm.
 * @param folder where the page is, from the root
 */
export function absoluteLinks(markdown: string, folder: string): string {
  const page = repositoryPage()
  return markdown.replaceAll(relativeLink, (_, before: string, link: string) => {
    const [path = '', anchor] = link.split('#')
    const target = posix.join(folder, path)
    return `${before}${page}/${viewOf(target)}/main/${target}${anchor ? `#${anchor}` : ''}`
  })
}

function viewOf(target: string): 'tree' | 'blob' | 'raw' {
  if (statSync(target).isDirectory()) return 'tree'
  return /\.(?:png|jpe?g|svg|gif|webp|avif)$/.test(target) ? 'raw' : 'blob'
}
