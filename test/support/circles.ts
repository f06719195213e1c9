import { posix } from 'node:path'
import type { SourceFile } from './floors.ts'
import { importsOf } from './imports.ts'

/**
 * Finds files of a package that import each other in a circle, types included. One sentence for each knot of files: the
 * shortest way round that was found, as a path.
 */
export function circlesOf(files: readonly SourceFile[]): string[] {
  const graph = graphOf(files)
  return knotsIn(graph).map(([start]) => wayRound(graph, start!)!.join(' -> '))
}

/** Finds the knots of files that import each other in circles, types included. */
export function knotsOf(files: readonly SourceFile[]): (readonly string[])[] {
  return knotsIn(graphOf(files))
}

function knotsIn(graph: Graph): (readonly string[])[] {
  const seen = new Set<string>()
  const knots: (readonly string[])[] = []
  for (const start of graph.keys()) {
    if (seen.has(start) || !wayRound(graph, start)) continue
    const knot = knotOf(graph, start)
    for (const file of knot) seen.add(file)
    knots.push([start, ...knot.filter((file) => file !== start)])
  }
  return knots
}

type Graph = ReadonlyMap<string, readonly string[]>

function graphOf(files: readonly SourceFile[]): Graph {
  const nameOf = (file: SourceFile) => `packages/${file.package}/${file.path}`
  return new Map(
    files.map((file) => {
      const relative = importsOf(file.path, file.code).filter(({ from }) => from.startsWith('.'))
      const folder = posix.dirname(nameOf(file))
      return [nameOf(file), relative.map(({ from }) => posix.join(folder, from))]
    }),
  )
}

/** The shortest way from a file back to it. */
function wayRound(graph: Graph, start: string): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]]
  const visited = new Set<string>()
  for (const way of ways) {
    for (const next of graph.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, next]
      if (visited.has(next)) continue
      visited.add(next)
      ways.push([...way, next])
    }
  }
  return undefined
}

/** The files that a file reaches and that reach it. */
function knotOf(graph: Graph, start: string): readonly string[] {
  return reach(graph, start).filter((file) => reach(graph, file).includes(start))
}

function reach(graph: Graph, start: string): readonly string[] {
  const reached = new Set<string>()
  const queue = [start]
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      queue.push(next)
    }
  }
  return [...reached]
}
