import { Experiments } from './experiments.tsx'
import { Header } from './header.tsx'
import { WireLog } from './wire-log.tsx'
import type { Wire } from './wire.ts'

export function App({ wire }: { wire: Wire }) {
  return (
    <div className="page">
      <Header />
      <main>
        <Experiments />
      </main>
      <WireLog wire={wire} />
      <footer>
        <p>
          This demo keeps each message that waits in a signed cookie of its own: no session, no
          database. What is stored is in a SQLite file.
        </p>
      </footer>
    </div>
  )
}
