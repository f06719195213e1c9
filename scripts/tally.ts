// Prints `N passed, N failed` from the results that vitest's JSON reporter wrote and its exit code.
import { existsSync, readFileSync } from 'node:fs'

interface Results {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const [file = '', exitCode = '0'] = process.argv.slice(2)
const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
const results = text ? (JSON.parse(text) as Results) : undefined
const failed = results ? results.numFailedTests + brokenFiles(results) : 0
// An error that no test owns, such as a late rejection, is not in the results.
const unowned = exitCode !== '0' && failed === 0 ? 1 : 0

if (!results) console.log('no test was run')
if (unowned) console.log('vitest failed outside of its tests: counted as one failure')
console.log(`${results?.numPassedTests ?? 0} passed, ${failed + unowned} failed`)

/** A file that fails before its tests are known, such as one that does not load, counts as one. */
function brokenFiles({ testResults }: Results): number {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
}
