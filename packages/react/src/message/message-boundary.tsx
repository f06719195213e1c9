'use client'

import { Component, Suspense } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { ClientMessage } from '../client.ts'
import { textOf } from './text-of.tsx'

/** What `MessageBoundary` takes. */
export interface MessageBoundaryProps {
  /** The message that its children show. When it changes, they get another try. */
  readonly message: ClientMessage
  /** How the app shows it. */
  readonly children?: ReactNode
  /**
   * What is there instead while they suspend, and when they throw.
   * @default the message's text and description
   */
  readonly fallback?: ReactNode
}

/**
 * Keeps what an app renders for one message from taking the rest of the app away: where it throws or suspends, the
 * message is plain text, which is as good as any other way to be shown. React tells of what was thrown (`onCaughtError`).
 *
 * @example
 * <li key={m.id} {...getMessageProps(m)}><MessageBoundary message={m}><Card message={m} /></MessageBoundary></li>
 */
export function MessageBoundary({
  message,
  children,
  fallback = textOf(message),
}: MessageBoundaryProps): ReactElement {
  return (
    <ErrorBoundary message={message} fallback={fallback}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  )
}

interface State {
  readonly hasFailed: boolean
  readonly message?: ClientMessage
}

/** React catches errors in classes only. */
class ErrorBoundary extends Component<MessageBoundaryProps, State> {
  override state: State = { hasFailed: false }

  static getDerivedStateFromError(): Pick<State, 'hasFailed'> {
    return { hasFailed: true }
  }

  static getDerivedStateFromProps({ message }: MessageBoundaryProps, state: State): State | null {
    return message === state.message ? null : { hasFailed: false, message }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children
  }
}
