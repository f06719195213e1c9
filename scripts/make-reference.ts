// Writes docs/reference/ from the types of the packages and their comments.
import { mkdirSync, writeFileSync } from 'node:fs'
import { referencePages } from './reference/pages.ts'

mkdirSync('docs/reference', { recursive: true })
for (const [file, text] of referencePages()) writeFileSync(file, text)
