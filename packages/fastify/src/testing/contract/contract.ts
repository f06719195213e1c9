import type { Bench } from './bench.ts'

/** Tests by their names, which are sentences about every storage. */
export type Contract = Readonly<Record<string, (bench: Bench) => Promise<void>>>
