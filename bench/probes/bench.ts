import { installPeers } from '../peers.ts'
import type { Bar } from '../report.ts'
import { names } from './driver.ts'
import type { Name } from './driver.ts'
import type { Observation, Probe } from './probe.ts'
import { probes } from './probes/index.ts'
import { recorded, recordedOn } from './recorded.ts'
import { openTheatre } from './stage.ts'
import type { Theatre } from './stage.ts'

type Answers = Readonly<Partial<Record<Name, Observation>>>

interface Row {
  readonly probe: Probe
  readonly answers: Answers
  /** The best answer of those that are not installed here, and who gave it. */
  readonly rest: Observation | undefined
}

/** How the toaster behaves, and how others do: no answer may be worse than the best of theirs. */
export async function benchProbes(): Promise<readonly Bar[]> {
  installPeers()
  const theatre = await openTheatre()
  const [chromium] = theatre.version.split('.')
  console.log(`What toasters do (Chromium ${chromium}); the rest as of ${recordedOn}\n`)
  // As in docs/toasters.md.
  printLine(['', ...names, 'best of the rest'])
  printLine(['---', ...names.map(() => '---'), '---'])
  try {
    const rows: Row[] = []
    for (const probe of chosen()) {
      const row = { probe, answers: await ask(theatre, probe), rest: bestOfTheRest(probe) }
      printLine(cellsOf(row))
      rows.push(row)
    }
    console.log()
    return barsOf(rows)
  } finally {
    await theatre.close()
  }
}

/** `PROBES=axe,escape` asks only these. */
function chosen(): readonly Probe[] {
  const wanted = process.env['PROBES']?.split(',')
  return wanted ? probes.filter(({ name }) => wanted.includes(name)) : probes
}

async function ask(theatre: Theatre, probe: Probe): Promise<Answers> {
  const askOne = async (name: Name) => {
    const answer = await theatre.use(name, probe.observe).catch((cause: unknown) => {
      throw new Error(`${name} could not be asked ${probe.name}.`, { cause })
    })
    return [name, typeof answer === 'string' ? { value: answer } : answer] as const
  }
  const asked = probe.names ?? names
  if (!probe.isTimed) return Object.fromEntries(await Promise.all(asked.map(askOne)))
  const answers = []
  for (const name of asked) answers.push(await askOne(name))
  return Object.fromEntries(answers)
}

function bestOfTheRest({ name, scale }: Probe): Observation | undefined {
  const answers = recorded[name] ?? {}
  const unknown = Object.keys(answers).find((value) => !scale.includes(value))
  if (unknown) throw new Error(`"${unknown}" is no answer to ${name}.`)
  const value = scale.find((each) => each in answers)
  return value === undefined ? undefined : { value, detail: answers[value]!.join(', ') }
}

function barsOf(rows: readonly Row[]): readonly Bar[] {
  const worse = rows.filter((row) => {
    const { flashpost } = row.answers
    return flashpost?.value !== row.probe.meant && rankOf(row, flashpost) > bestRankOf(row)
  })
  return [
    {
      what: 'probes in which no peer does better',
      measured: String(rows.length - worse.length),
      bar: String(rows.length),
      met: worse.length === 0,
      timed: false,
      strict: true,
    },
    ...worse.map((row) => ({
      what: row.probe.name,
      measured: row.answers.flashpost!.value,
      bar: row.probe.scale[bestRankOf(row)]!,
      met: false,
      timed: false,
      strict: true,
    })),
  ]
}

/** What only Flashpost was asked has to be answered in the best way. */
function bestRankOf(row: Row): number {
  if (row.probe.names) return 0
  const peers = names.filter((name) => name !== 'flashpost').map((name) => row.answers[name])
  return Math.min(...[...peers, row.rest].filter(Boolean).map((each) => rankOf(row, each)))
}

function rankOf({ probe }: Row, answer: Observation | undefined): number {
  return answer ? probe.scale.indexOf(answer.value) : Infinity
}

function printLine(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

function cellsOf({ probe, answers, rest }: Row): readonly string[] {
  return [probe.name, ...names.map((name) => cellOf(answers[name])), cellOf(rest)]
}

function cellOf(answer: Observation | undefined): string {
  if (!answer) return '–'
  return answer.detail ? `${answer.value} (${answer.detail})` : answer.value
}
