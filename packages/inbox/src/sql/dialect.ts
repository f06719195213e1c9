/** In what statements about rows differ between databases. */
export interface Dialect {
  /** The number of the user whose rows they are. */
  readonly user: string
  /** Up to where everything is read. */
  readonly readSeq: string
  /** The number of the first parameter that is free. */
  readonly first: number
  /** A table `each` with a column `value`: the texts of a list that is passed as JSON. */
  readonly each: (parameter: string) => string
  /** Says which index a statement goes by, where the planner takes another one. */
  readonly by: (index: string) => string
  readonly greatest: (one: string, other: string) => string
  /** The position of one text in another, 0 where it is not. */
  readonly position: (text: string, part: string) => string
}

/** A statement with what it takes from its first free parameter on. Values are data, never SQL. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number)[]
}
