import { visitor } from './visitor.ts'

const visitors = [
  { id: '', name: 'Nobody' },
  { id: 'ada', name: 'Ada' },
  { id: 'bob', name: 'Bob' },
]

/** Lets the visitor be somebody: a plain form, for another user is another page. */
export function Visitors() {
  return (
    <form className="visitors" method="post" action="/visitor" aria-label="Who you are">
      <p>You are</p>
      {visitors.map(({ id, name }) => (
        <button key={id} name="visitor" value={id} aria-pressed={visitor === id}>
          {name}
        </button>
      ))}
    </form>
  )
}
