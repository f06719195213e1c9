import { useSyncExternalStore } from 'react'
import type { Exchange, Wire } from './wire.ts'

/** What went over the wire, newest first. */
export function WireLog({ wire }: { wire: Wire }) {
  const log = useSyncExternalStore(wire.subscribe, wire.log)
  return (
    <section className="wire" aria-labelledby="wire">
      <h2 id="wire">The wire</h2>
      <p>
        What the client’s requests say: messages that were <em>shown</em> on the way out,{' '}
        <em>new</em> ones on the way in.
      </p>
      {log.length === 0 && (
        <p className="empty">Nothing yet. Without a message there is nothing to send.</p>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
      <section className="lines" aria-label="Requests" tabIndex={0}>
        <ol>
          {log.map((exchange) => (
            <Line key={exchange.id} exchange={exchange} />
          ))}
        </ol>
      </section>
    </section>
  )
}

function Line({ exchange }: { exchange: Exchange }) {
  const { method, path, status, brought, acknowledged } = exchange
  return (
    <li data-failed={status === undefined || status >= 400 || undefined}>
      <span className="request">
        <b>{method}</b> {path} <span className="status">{status ?? 'no answer'}</span>
      </span>
      {acknowledged > 0 && <span className="acknowledged">{acknowledged} shown</span>}
      {brought > 0 && <span className="brought">{brought} new</span>}
    </li>
  )
}
