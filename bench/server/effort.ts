/** How a scenario reaches the server. */
export type Way = 'in process' | 'over loopback'

/** When a process is warm: much of what `inject` does is compiled late. */
export interface WarmUp {
  readonly requests: number
  readonly cpu: number
}

/** How much is measured. */
export interface Effort {
  /** Every process is started so many times, since one that compiled unluckily stays so. */
  readonly launches: number
  /** Rounds of a launch. */
  readonly rounds: Readonly<Record<Way, number>>
  /** Milliseconds of a round. */
  readonly round: Readonly<Record<Way, number>>
  /** Requests before the first round, and milliseconds of the process's own CPU time, if they come first. */
  readonly warmUp: WarmUp
  /** Milliseconds of the same over loopback, where nothing but Node's own code is still cold. */
  readonly warmUpOverLoopback: number
  /** Runs of what is counted and not timed, but may be different each time. */
  readonly runs: number
  /** Leaves out what says the same in another way. */
  readonly isQuick: boolean
}

/** Some ten minutes. Many short rounds: what disturbs one of them is in its neighbours, too. */
export const full: Effort = {
  launches: 3,
  rounds: { 'in process': 30, 'over loopback': 24 },
  round: { 'in process': 30, 'over loopback': 60 },
  warmUp: { requests: 30_000, cpu: 6_000 },
  warmUpOverLoopback: 500,
  runs: 20,
  isQuick: false,
}

/** Some two minutes. */
export const quick: Effort = {
  launches: 1,
  rounds: { 'in process': 24, 'over loopback': 24 },
  round: { 'in process': 30, 'over loopback': 50 },
  warmUp: { requests: 20_000, cpu: 3_000 },
  warmUpOverLoopback: 400,
  runs: 5,
  isQuick: true,
}
