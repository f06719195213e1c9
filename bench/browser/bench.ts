import type { Bar } from '../report.ts'

/** The toaster in a browser, against others and a bare list. */
export async function benchBrowser(): Promise<readonly Bar[]> {
  return []
}
