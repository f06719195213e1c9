import { showRatio } from '../measure.ts'
import { printTable } from '../report.ts'
import type { Contest } from './contest.ts'
import type { Way } from './effort.ts'
import { quiet } from './quiet.ts'

/** Prints what each took, as a multiple of what one of them did. */
export function printContest<Name extends string>(
  title: string,
  names: readonly Name[],
  found: Contest<Name>,
  one: Name,
  ways: readonly Way[] = ['in process', 'over loopback'],
): void {
  const wrong = names.filter((name) => found.fault(name) !== undefined)
  for (const name of wrong)
    console.log(`${title}: ${name} has answered wrongly and is left out. ${found.fault(name)}\n`)
  if (wrong.includes(one)) return
  const quietCpu = (name: Name, way: Way) => quiet(found.rounds(name, way, 'cpu'))
  const cells = (name: Name, way: Way): readonly string[] => [
    showRatio(found.ratio(name, one, way, 'cpu')),
    (quietCpu(name, way) / quietCpu(one, way)).toFixed(2),
    quietCpu(name, way).toFixed(0),
    showRatio(found.ratio(name, one, way, 'wall')),
  ]
  printTable(
    `${title}: multiples of ${one}`,
    ['', ...ways.flatMap((way) => [`${way}: CPU`, 'quiet', 'µs', 'time'])],
    names
      .filter((name) => !wrong.includes(name))
      .map((name) =>
        ways.reduce<readonly string[]>((row, way) => row.concat(cells(name, way)), [name]),
      ),
  )
}
