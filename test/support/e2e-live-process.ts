// An app with live streams, in a process of its own. It tells its parent where it listens.
import { runLiveApp } from './e2e-live-app.ts'

const [page, file] = process.argv.slice(2)
process.send?.((await runLiveApp(page ?? '', file)).url)
