import type { ReactElement } from 'react'

export const names = ['flashpost', 'sonner', 'react-hot-toast', 'react-toastify'] as const

export type Name = (typeof names)[number]

/** What a toast may be told. */
export interface AddOptions {
  /** Adding with the same one means the same toast. */
  readonly id?: string
  /** How long it stays, in milliseconds; `null` until dismissed; by default as the library has it. */
  readonly life?: number | null
  /** What its content does when it renders, instead of showing the text. */
  readonly content?: 'throws' | 'suspends'
  /** Whether it says what went wrong. */
  readonly isError?: boolean
}

/** What the page says of a toaster. */
export interface ToasterOptions {
  readonly nonce?: string | undefined
  /** Whether as many toasts as may be are shown, one below the other. */
  readonly isUnlimited?: boolean | undefined
}

/** A toaster as an app would have it: its defaults, and a close button where there is one to be had. */
export interface Driver {
  readonly Toaster: (props: ToasterOptions) => ReactElement
  readonly add: (text: string, options?: AddOptions) => void
  /** Dismisses the toast with this id, or all. */
  readonly dismiss: (id?: string) => void
  /** Selects a toast's element. */
  readonly toast: string
  /** Selects its close button. */
  readonly close?: string
}

/** What the page has around the toaster. */
export interface Scene extends ToasterOptions {
  /** @default 1 */
  readonly toasters?: number
  /** Whether a component in front of the toaster adds a toast in an effect. */
  readonly effect?: boolean
  readonly isStrict?: boolean
  /** Whether all of the app is in one Suspense boundary, as it is for pages that are loaded on demand. */
  readonly isSuspendable?: boolean
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
