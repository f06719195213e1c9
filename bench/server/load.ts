import { browse } from './browser.ts'
import type { Scenario } from './scenario.ts'
import type { ServerProcess } from './server-process.ts'

const browsers = 10

/** Plays a scenario over loopback. Microseconds of the server's CPU for each time. */
export async function load(
  server: ServerProcess,
  scenario: Scenario,
  seconds: number,
): Promise<number> {
  const before = await server.cpu()
  const times = await browse(server.port, scenario, browsers, seconds)
  return ((await server.cpu()) - before) / times
}
