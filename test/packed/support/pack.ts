import { npm } from '../../../scripts/public-packages.ts'

/** Vitest's global set-up of the `packed` project: what is tested is what would be published now. */
export default function pack(): void {
  npm(['run', '--silent', 'pack'], '.')
}
