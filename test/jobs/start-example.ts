import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Starts a file of examples/jobs, until the test is over. */
export function startExample(file: string, env: Readonly<Record<string, string>>) {
  const script = fileURLToPath(new URL(`../../examples/jobs/${file}`, import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=@flashpost/source', '--no-warnings', script],
    {
      env: {
        ...process.env,
        PORT: '0',
        FLASH_SECRET: 'a secret of more than 32 characters',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill()
    await ended
  })
  return {
    /** Where it listens. */
    async address(): Promise<string> {
      const gone = ended.then(() => {
        throw new Error(`${file} has ended.`)
      })
      const [line] = (await Promise.race([once(child.stdout, 'data'), gone])) as [Buffer]
      gone.catch(() => undefined)
      return line.toString().trim()
    },
    ended,
    stop: () => child.kill(),
  }
}
