import type { Bench } from './bench.ts'

/** Tests by their names, which are sentences about every backend. */
export type Contract = Readonly<Record<string, (bench: Bench) => Promise<void>>>
