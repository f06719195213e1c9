import { useMessages } from '@flashpost/react'
import { Component } from 'react'
import type { ReactNode } from 'react'

/** Shows messages with elements of its own. */
export function List() {
  const { messages, getMessageProps } = useMessages()
  return (
    <ul>
      {messages.map((message) => (
        <li key={message.id} {...getMessageProps(message)}>
          {message.text}
        </li>
      ))}
    </ul>
  )
}

/** The same, but what is inside of a success fails after its element was made. */
export function BrokenList() {
  const { messages, getMessageProps } = useMessages()
  return (
    <ul>
      {messages.map((message) => (
        <Boundary key={message.id}>
          <li {...getMessageProps(message)}>
            {message.levelTag === 'success' ? <Broken /> : message.text}
          </li>
        </Boundary>
      ))}
    </ul>
  )
}

function Broken(): never {
  throw new Error('a component of the app fails')
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
