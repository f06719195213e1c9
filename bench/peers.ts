import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the peers are, and where whatever imports them has to be. */
export const peersRoot = import.meta.dirname

/** Installs the toasters to compare with, unless they are there. */
export function installPeers(): void {
  if (existsSync(join(peersRoot, 'node_modules', 'sonner'))) return
  console.log('Installing the peers: npm ci --prefix bench\n')
  execFileSync('npm', ['ci', '--prefix', peersRoot], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
}
