import { ratio, showRatio } from '../measure.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { contest } from './contest.ts'
import type { Way } from './contest.ts'
import { idle } from './scenario.ts'

const ways: readonly Way[] = ['in process', 'over loopback']
const bar = 0.97

/** What the plugin costs a route that has nothing to do with messages. */
export async function benchIdle(): Promise<readonly Bar[]> {
  const taken = await contest(['bare Fastify', 'Flashpost'], idle)
  const ratios = (scenario: (typeof idle)[number]) =>
    ways.map((way) => {
      const found = taken(scenario, way)
      return ratio(found['bare Fastify'], found.Flashpost)
    })
  printTable(
    'Nothing pending: requests per CPU second, Flashpost against bare Fastify with @fastify/cookie',
    ['', ...ways],
    idle.map((scenario) => [scenario.name, ...ratios(scenario).map(showRatio)]),
  )
  return ratios(idle[0]!).map((found, index) => ({
    what: `nothing pending, ${ways[index]}, against bare Fastify`,
    measured: found.median.toFixed(3),
    bar: `>= ${bar}`,
    met: found.median >= bar,
    timed: true,
  }))
}
