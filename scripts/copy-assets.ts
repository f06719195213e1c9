// `tsc` emits code only: the style sheet goes to dist as it is.
import { copyFileSync } from 'node:fs'

copyFileSync('packages/react/src/styles.css', 'packages/react/dist/styles.css')
