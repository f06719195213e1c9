import { useMessagesClient } from '@flashpost/react'
import { Experiment } from './experiment.tsx'

const install = 'npm install @flashpost/fastify @flashpost/react'

export function Experiments() {
  const client = useMessagesClient()
  const post = (path: string) => client.fetch(path, { method: 'POST' })
  const sendTwenty = () =>
    Promise.all(Array.from({ length: 20 }, (_, index) => post(`/api/parcels/${index + 1}`)))

  return (
    <ol className="experiments">
      <Experiment
        title="Survives a redirect"
        control={
          <form method="post" action="/profile">
            <label>
              <span>Your name</span>
              <input name="name" autoComplete="name" placeholder="Ada" />
            </label>
            <button>Save</button>
          </form>
        }
      >
        A plain HTML form, posted by the browser itself. The server adds a message and answers with
        a redirect; the next document brings it. Reload: it does not come back.
      </Experiment>

      <Experiment
        title="Rides on any fetch"
        control={<button onClick={() => void post('/api/settings')}>Save settings</button>}
      >
        <code>client.fetch</code> is the browser’s own <code>fetch</code>. The message comes in a
        header of the answer, and the body knows nothing of it.
      </Experiment>

      <Experiment
        title="Twenty at once"
        control={<button onClick={() => void sendTwenty()}>Send 20 requests</button>}
      >
        Twenty requests in parallel, one message each. Where messages share a cookie or a session,
        the last answer wins and one is left. Here nothing is shared: all twenty arrive.
      </Experiment>

      <Experiment
        title="Urgent ones do not wait"
        control={
          <button onClick={() => void sendTwenty().then(() => post('/api/payments'))}>
            Send 20, then fail one
          </button>
        }
      >
        Twenty messages, of which most wait in line, and then a payment that fails. The error is on
        screen at once: a toast that you have seen makes room for it and comes back later.
      </Experiment>

      <Experiment
        title="A failure tells the truth"
        control={<button onClick={() => void post('/api/payments')}>Pay 20 €</button>}
      >
        The route adds “Payment received”, then answers with a 500. The success would be a lie and
        is dropped; the error comes with the failed answer.
      </Experiment>

      <Experiment
        title="Says more than a line"
        control={<button onClick={() => void post('/api/orders')}>Ship the order</button>}
      >
        A description, a link and two actions. It stays until it is dismissed; shipping once more
        replaces it, because both messages have the same key.
      </Experiment>

      <Experiment
        title="Keeps what is worth keeping"
        control={<button onClick={() => void post('/api/reports')}>Make a report</button>}
      >
        A toast now, and the same message in <a href="#inbox">the inbox</a>: stored for the user,
        read or unread, until it is put away. What a stranger is told stays a toast.
      </Experiment>

      <Experiment
        title="A job tells how far it is"
        control={
          <div className="choice">
            <button onClick={() => void post('/api/exports')}>Export</button>
            <button onClick={() => void post('/api/exports?doomed')}>Export, and fail</button>
          </div>
        }
      >
        A thread beside the server works for four seconds, and one toast follows it. Reload in
        between: it goes on. Be Ada in two windows, one of them private: one of them shows it.
      </Experiment>

      <Experiment
        title="Tells everybody"
        control={<button onClick={() => void post('/api/broadcasts')}>Tell everybody</button>}
      >
        One row for all, however many there are. Whoever has a page open is told at once, on one of
        their devices; who comes tomorrow finds it in the inbox.
      </Experiment>

      <Experiment
        title="Waits until you look"
        control={
          <button onClick={() => setTimeout(() => void post('/api/settings'), 3_000)}>
            Save in 3 seconds
          </button>
        }
      >
        Press it and switch to another browser tab. The message arrives, and is not acknowledged:
        nobody has seen it. Come back, and it is.
      </Experiment>

      <Experiment
        title="Speaks for the page, too"
        control={
          <button
            onClick={() =>
              void navigator.clipboard.writeText(install).then(
                () => client.success('Copied.'),
                () => client.error('This browser does not let the page copy.'),
              )
            }
          >
            Copy <code>npm install …</code>
          </button>
        }
      >
        Messages of the page’s own need no server, and share one store and one toaster with those
        that come from it.
      </Experiment>
    </ol>
  )
}
