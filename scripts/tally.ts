// Prints `N passed, N failed` from vitest's exit code and the results that its JSON reporter wrote, one file a run.
import { existsSync, readFileSync } from 'node:fs'

interface Results {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const [exitCode = '0', ...files] = process.argv.slice(2)
const results = files
  .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  .filter((text) => text !== '')
  .map((text) => JSON.parse(text) as Results)
const passed = sum(results.map(({ numPassedTests }) => numPassedTests))
const failed = sum(results.map((run) => run.numFailedTests + brokenFiles(run)))
// An error that no test owns, such as a late rejection, is not in the results.
const unowned = exitCode !== '0' && failed === 0 ? 1 : 0

if (results.length === 0) console.log('no test was run')
if (unowned) console.log('vitest failed outside of its tests: counted as one failure')
console.log(`${passed} passed, ${failed + unowned} failed`)

/** A file that fails before its tests are known, such as one that does not load, counts as one. */
function brokenFiles({ testResults }: Results): number {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
