import type { ReactElement } from 'react'

export const names = ['flashpost', 'sonner', 'react-hot-toast', 'react-toastify'] as const

export type Name = (typeof names)[number]

/** What a toast may be told. */
export interface AddOptions {
  /** Adding with the same one means the same toast. */
  readonly id?: string
  /** How long it stays, in milliseconds; `null` until dismissed; by default as the library has it. */
  readonly life?: number | null
  /** Whether its content throws when it renders. */
  readonly isBroken?: boolean
}

/** A toaster as an app would have it: its defaults, and a close button where there is one to be had. */
export interface Driver {
  readonly Toaster: (props: { readonly nonce?: string | undefined }) => ReactElement
  readonly add: (text: string, options?: AddOptions) => void
  /** Selects a toast's element. */
  readonly toast: string
  /** Selects its close button. */
  readonly close?: string
}

/** What the page has around the toaster. */
export interface Scene {
  /** @default 1 */
  readonly toasters?: number
  /** Whether a component in front of the toaster adds a toast in an effect. */
  readonly effect?: boolean
  readonly isStrict?: boolean
  readonly nonce?: string
}

/** What one toaster's page can do. */
export interface ProbePage extends Omit<Driver, 'Toaster'> {
  /** Shows a scene, or turns the one that is there into another. */
  readonly render: (scene: Scene) => void
  /** Takes over what a server has rendered of the default scene. */
  readonly hydrate: (html: string) => void
  /** What React has complained about. */
  readonly errors: readonly string[]
}

declare global {
  var probe: ProbePage
}
