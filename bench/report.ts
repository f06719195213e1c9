import { styleText } from 'node:util'

/** One figure that the project promises to reach. */
export interface Bar {
  readonly what: string
  readonly measured: string
  /** What is asked for, as in `>= 0.97`. */
  readonly bar: string
  readonly met: boolean
  /** Whether it was timed, so that a busy machine can miss it. */
  readonly timed: boolean
  /** Whether missing it fails the run with `--strict` only. */
  readonly strict?: boolean
}

/** Prints rows under their headings, numbers flushed right. */
export function printTable(
  title: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
  console.log(styleText('bold', title))
  console.log(line(headings))
  console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of rows) console.log(line(row))
  console.log()
}

/** Prints what was asked for and what came of it. */
export function printBars(bars: readonly Bar[]): void {
  printTable(
    'Bars',
    ['what', 'measured', 'bar', ''],
    bars.map(({ what, measured, bar, met }) => [what, measured, bar, met ? 'met' : 'MISSED']),
  )
}
