// `tsc` emits code only: the style sheets go to dist as they are.
import { copyFileSync } from 'node:fs'

for (const name of ['styles.css', 'inbox.css'])
  copyFileSync(`packages/react/src/${name}`, `packages/react/dist/${name}`)
