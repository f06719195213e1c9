import { Experiments } from './experiments.tsx'
import { Header } from './header.tsx'
import { InboxPage } from './inbox-page.tsx'
import { usePlace } from './use-place.ts'
import { WireLog } from './wire-log.tsx'
import type { Wire } from './wire.ts'

export function App({ wire }: { wire: Wire }) {
  const place = usePlace()
  return (
    <div className="page">
      <Header />
      <main>{place === '#inbox' ? <InboxPage /> : <Experiments />}</main>
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
