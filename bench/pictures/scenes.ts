/** What a picture shows: the same toasts, in the same page. */
export interface Scene {
  readonly name: string
  readonly theme: 'light' | 'dark'
  readonly rich: boolean
  /** Whether they lie on a pile. */
  readonly pile: boolean
}

export const scenes: readonly Scene[] = [
  { name: 'as they come', theme: 'light', rich: false, pile: false },
  { name: 'rich colours', theme: 'light', rich: true, pile: false },
  { name: 'rich colours, dark', theme: 'dark', rich: true, pile: false },
  { name: 'a pile', theme: 'light', rich: false, pile: true },
]

/** The toasts, oldest first. */
export const toasts = [
  { level: 'info', text: 'A new version is available' },
  { level: 'busy', text: 'Uploading report.pdf' },
  {
    level: 'warning',
    text: 'Your disk is nearly full',
    description: 'Remove what you no longer need, or ask for more room.',
  },
  {
    level: 'error',
    text: 'The payment was refused',
    description: 'Your bank did not answer.',
    action: 'Retry',
  },
  { level: 'success', text: 'Profile updated', action: 'Undo' },
] as const
