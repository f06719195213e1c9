// Sends in a transaction of its own, and is killed when that is committed, or before.
import { DatabaseSync } from 'node:sqlite'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'

const [path = '', when = ''] = process.argv.slice(2)
const inbox = createInbox({ backend: sqliteBackend(path) })
await inbox.setup()
const orders = new DatabaseSync(path)
orders.exec('CREATE TABLE IF NOT EXISTS orders (id INTEGER); BEGIN')
orders.exec('INSERT INTO orders VALUES (7)')
await inbox.send('ada', { level: 'info', text: `Order 7, ${when}` }, { transaction: orders })
if (when === 'before') process.kill(process.pid, 'SIGKILL')
orders.exec('COMMIT')
process.kill(process.pid, 'SIGKILL')
