// node jsdom-process.ts <what is built> sonner
import { argv, exit, stdout } from 'node:process'
import { builtinEnvironments } from 'vitest/runtime'
import type { Name } from './driver.ts'
import type { InJsdom } from './page/jsdom.tsx'

const complaints: string[] = []
const note = (...what: readonly unknown[]) => void complaints.push(String(what[0]))
Object.assign(console, { log: note, warn: note, error: note })
process.on('uncaughtException', note)
process.on('unhandledRejection', note)

// The page that component tests have, with nothing in it that jsdom has not.
await builtinEnvironments.jsdom.setup(globalThis, { jsdom: { url: 'http://localhost/' } })
const { run }: { readonly run: (name: Name) => Promise<Omit<InJsdom, 'complaints'>> } =
  await import(argv[2]!)
const seen = await run(argv[3] as Name)
stdout.write(`${JSON.stringify({ ...seen, complaints } satisfies InJsdom)}\n`, () => exit(0))
