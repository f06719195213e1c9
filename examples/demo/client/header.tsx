import { InboxButton } from '@flashpost/react/inbox'
import { isQuiet } from './is-quiet.ts'
import { visitor } from './visitor.ts'
import { Visitors } from './visitors.tsx'

export function Header() {
  return (
    <header>
      <div className="top">
        <p className="name">
          <Mark /> Flashpost
        </p>
        {visitor && !isQuiet && <InboxButton />}
      </div>
      <h1>Flash messages that are never lost.</h1>
      <p className="promise">
        A message added on the server reaches the right person, in the right tab, once, and is kept
        until it was on the screen. Press a button, then watch the wire: the server lets go of a
        message only after the page has said that it was painted.
      </p>
      <Visitors />
      <nav aria-label="Documents">
        <a href="/documents/readme">Read me</a>
        <a href="/documents/protocol">The protocol</a>
        <a href="/plain">Without JavaScript</a>
        <a href="#inbox">The inbox</a>
      </nav>
    </header>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect className="mark-paper" x="2" y="6" width="28" height="20" rx="4" />
      <path className="mark-fold" d="M3.5 8.5 14 17.5h5l-4 4 13.5-13" />
    </svg>
  )
}
