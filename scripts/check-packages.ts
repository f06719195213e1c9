// Checks each package as npm would publish it: its manifest (publint) and its types (attw).
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

// A style sheet has no types to check.
const attwFlags = ['--no-summary', '--profile', 'esm-only', '--exclude-entrypoints', './styles.css']

const results = readdirSync('packages').map((name) => {
  const folder = `packages/${name}`
  console.log(`\n# ${folder}`)
  const manifest = run('publint', ['--strict', folder])
  const types = run('attw', ['--pack', folder, ...attwFlags])
  return manifest && types
})

if (results.includes(false)) process.exit(1)

function run(command: string, args: string[]): boolean {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status === 0
}
