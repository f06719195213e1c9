import { Component } from 'react'
import type { ReactNode } from 'react'
import type { MessagesClient } from '../client.ts'

interface MessageBoundaryProps {
  readonly client: MessagesClient
  readonly id: string
  readonly children: ReactNode
}

/**
 * Keeps an error in one message from the rest of the app: React catches errors in classes only. The message is not shown
 * then, so it is neither acknowledged nor lost; when it changes, it gets another try.
 */
export class MessageBoundary extends Component<MessageBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }
  #stop: (() => void) | undefined

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidMount(): void {
    this.#stop = this.props.client.on('changed', ({ id }) => {
      if (this.state.failed && id === this.props.id) this.setState({ failed: false })
    })
  }

  override componentWillUnmount(): void {
    this.#stop?.()
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}
