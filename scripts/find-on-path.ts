import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The full path of the first of these commands that PATH holds. */
export function findOnPath(...commands: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return commands
    .flatMap((command) => folders.map((folder) => join(folder, command + suffix)))
    .find((file) => existsSync(file))
}
