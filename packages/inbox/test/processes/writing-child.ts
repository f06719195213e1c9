// Sends and marks as fast as it can, in one file with others.
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'

const [path = '', name = '', rounds = '0'] = process.argv.slice(2)
const inbox = createInbox({ backend: sqliteBackend(path) })
let longest = 0
let before = performance.now()
const watch = setInterval(() => {
  const now = performance.now()
  longest = Math.max(longest, now - before)
  before = now
}, 1)

for (let round = 0; round < Number(rounds); round++) {
  const text = `${name} ${round}`
  const { id } = await inbox.send('ada', { level: 'info', text }, { dedupeKey: text })
  await inbox.sendMany(['bob', 'ada', 'eve'], { level: 'info', text: `${text}, all` })
  if (round % 3 === 0) await inbox.markRead('ada', id)
  if (round % 10 === 0) await inbox.broadcast({ level: 'info', text })
}
clearInterval(watch)
await inbox.close()
console.log(longest)
