import type { InboxPage, Message, StoredMessage } from '@flashpost/fastify'
import { escape, plainPage } from '../html.ts'

/** The inbox as plain HTML: every button is a form. */
export function inboxPage(
  messages: readonly Message[],
  page: InboxPage | undefined,
  state: 'inbox' | 'archived',
): string {
  const { unread = 0, read = 0, archived = 0 } = page?.counts ?? {}
  const [here, there] =
    state === 'inbox'
      ? [
          `${unread} unread of ${unread + read}`,
          `<a href="/inbox?archived">Archive (${archived})</a>`,
        ]
      : [`${archived} in the archive`, `<a href="/inbox">Inbox (${unread + read})</a>`]
  return plainPage(
    {
      title: state === 'inbox' ? 'Your inbox' : 'Your archive',
      promise:
        'What the server stores for you, in a SQLite file. A toast that you have seen is still here, read or unread as you left it.',
      links: `<a href="/">Back to the demo</a>${there}`,
    },
    messages,
    `<section class="inbox" aria-label="Messages">
        <div class="inbox-bar"><p>${here}</p>${page && unread > 0 && state === 'inbox' ? readAll(page) : ''}</div>
        ${page && page.messages.length > 0 ? `<ol>${page.messages.map(item).join('')}</ol>` : nothing}
      </section>`,
  )
}

const nothing =
  '<p class="inbox-empty">Nothing here. Make a report in the demo, or tell everybody.</p>'

/** Up to what this page shows: what comes meanwhile stays unread. */
function readAll({ revision }: InboxPage): string {
  return `<form method="post" action="/inbox/read">
            <input type="hidden" name="upTo" value="${escape(revision)}"><button>Mark all as read</button>
          </form>`
}

function item({
  id,
  text,
  url,
  description,
  arrivedAt,
  readAt,
  archivedAt,
  broadcast,
}: StoredMessage) {
  const time = new Date(arrivedAt).toISOString()
  const isRead = readAt !== undefined
  const title = url === undefined ? escape(text) : `<a href="${escape(url)}">${escape(text)}</a>`
  const marks =
    archivedAt === undefined
      ? [
          isRead ? (['unread', 'Unread'] as const) : (['read', 'Read'] as const),
          ['archive', 'Archive'] as const,
        ]
      : [['unarchive', 'Back to the inbox'] as const, ['remove', 'Remove'] as const]
  const buttons = marks.map(
    ([mark, label]) => `<form method="post" action="/inbox/${mark}">
                <input type="hidden" name="id" value="${escape(id)}">
                <button aria-label="${label}: ${escape(text)}">${label}</button>
              </form>`,
  )
  return `<li${isRead ? '' : ' data-unread'}>
            <p class="inbox-text">${isRead ? '' : '<span class="unread">new</span> '}${title}</p>
            ${description === undefined ? '' : `<p>${escape(description)}</p>`}
            <p class="inbox-meta"><time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time>${broadcast ? ' · to everybody' : ''}</p>
            <div class="inbox-marks">${buttons.join('')}</div>
          </li>`
}
