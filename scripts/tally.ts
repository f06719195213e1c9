// Prints `N passed, N failed` from the results that vitest's JSON reporter wrote.
import { existsSync, readFileSync } from 'node:fs'

interface Results {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const file = process.argv[2]
const text = file && existsSync(file) ? readFileSync(file, 'utf8') : ''
if (text) {
  const results = JSON.parse(text) as Results
  const failed = results.numFailedTests + brokenFiles(results)
  if (!results.success && failed === 0) console.log('vitest failed outside of a test')
  console.log(`${results.numPassedTests} passed, ${failed} failed`)
} else {
  console.log('no test was run')
  console.log('0 passed, 0 failed')
}

/** A file that fails before its tests are known, such as one that does not load, counts as one. */
function brokenFiles({ testResults }: Results): number {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
}
