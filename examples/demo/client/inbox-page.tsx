import { Inbox } from '@flashpost/react/inbox'

/** The inbox as a page. It is the same one that the bell opens, and the same in every tab and on every device. */
export function InboxPage() {
  return (
    <div className="inbox-page">
      <p>
        What the server stores for you, in a SQLite file. Open this page in a second window and mark
        something: the other one knows. <a href="/inbox">The same without JavaScript</a> ·{' '}
        <a href="#experiments">Back to the experiments</a>
      </p>
      <Inbox />
    </div>
  )
}
