// `npm start`: builds the page, serves it and says where.
import { join } from 'node:path'
import { styleText } from 'node:util'
import { build } from 'vite'
import { buildApp } from './server/app.ts'
import { listen } from './server/listen.ts'

const { PORT = '3000', HOST = 'localhost', FLASH_SECRET: secret } = process.env

await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
const app = await buildApp({
  page: join(import.meta.dirname, 'dist'),
  inbox: join(import.meta.dirname, 'inbox.db'),
  server: { logger: { level: 'warn' } },
  ...(secret && { secret }),
})
const address = await listen(app, HOST, Number(PORT))

console.log(`\n  Flashpost demo   ${styleText(['bold', 'underline'], address)}`)
console.log('  Stop it with Ctrl+C\n')

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
