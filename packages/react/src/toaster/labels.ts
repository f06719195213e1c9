/** Every text that the toaster adds to the messages' own. */
export interface ToasterLabels {
  /** The name of the landmark. @default 'Notifications' */
  readonly region: string
  /** The name of a close button. @default 'Close' */
  readonly close: string
  /** The button that shows those behind the limit. @default (count) => `${count} more` */
  readonly more: (count: number) => string
}

export const defaultLabels: ToasterLabels = {
  region: 'Notifications',
  close: 'Close',
  more: (count) => `${count} more`,
}
