/** Every text that the toaster adds to the messages' own. */
export interface ToasterLabels {
  /** The name of the landmark. @default (count) => 'Notifications', `${count} notifications` when there are some */
  readonly region: string | ((count: number) => string)
  /** The name of a close button. @default 'Close' */
  readonly close: string
  /** What a message's level is called, for those who do not see its sign. @default (levelTag) => levelTag */
  readonly level: (levelTag: string) => string
  /** The button that shows those behind the limit. @default (count) => `${count} more` */
  readonly more: (count: number) => string
  /** The same button when they are shown. @default 'Show fewer' */
  readonly fewer: string
}

export const defaultLabels: ToasterLabels = {
  region: (count) => (count ? `${count} notification${count > 1 ? 's' : ''}` : 'Notifications'),
  close: 'Close',
  level: (levelTag) => levelTag,
  more: (count) => `${count} more`,
  fewer: 'Show fewer',
}
