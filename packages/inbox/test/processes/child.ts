import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Runs a file of this folder in a process of its own, until it ends or is killed. */
export async function runChild(
  file: string,
  args: readonly string[],
): Promise<{ readonly signal: string | null; readonly output: string }> {
  const script = join(import.meta.dirname, file)
  const node = ['--conditions=@flashpost/source', '--no-warnings', script, ...args]
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...ended) => resolve(ended))
  })
  if (code !== 0 && signal === null) throw new Error(`${file} ended with ${code}:\n${errors}`)
  return { signal, output }
}
