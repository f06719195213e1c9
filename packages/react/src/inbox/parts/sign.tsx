import type { ReactElement } from 'react'

/** Drawings of lines, on a field of 16 by 16. */
const paths = {
  bell: 'M8 1.75a4 4 0 0 0-4 4v2.6L2.75 11.5h10.5L12 8.35v-2.6a4 4 0 0 0-4-4M6.5 13.75a1.75 1.75 0 0 0 3 0',
  read: 'm1.75 8.5 3 3 5.5-7M7.5 11l.5.5 6.25-7',
  unread: 'M2.5 4h11v8.5h-11zm0 .75L8 9l5.5-4.25',
  archive: 'M2 3h12v3H2zm1 3v7.25h10V6M6.5 8.75h3',
  unarchive: 'M2.5 9.5v3.75h11V9.5M8 10V2.75M5.25 5.25 8 2.5l2.75 2.75',
  remove: 'M2.75 4.25h10.5M6 4V2.25h4V4M4 4.5l.5 9.25h7l.5-9.25M6.75 7v4m2.5-4v4',
  close: 'm4 4 8 8m0-8-8 8',
  empty: 'M2 9.5h3.5l1 2h3l1-2H14M2 9.5 4.25 3h7.5L14 9.5v4H2z',
  debug: 'M8 4.5v0M8 7.5v4',
  info: 'M8 4.5v0M8 7.5v4',
  success: 'm4.5 8.5 2.5 2.5 4.5-5.5',
  warning: 'M8 4.5v4m0 3v0',
  error: 'm5.5 5.5 5 5m0-5-5 5',
} as const

/** A sign. Readers pass over it. Without a style sheet it is as large as a letter. */
export function signOf(name: keyof typeof paths): ReactElement {
  return (
    <svg className="flash-inbox-sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden>
      <path d={paths[name]} />
    </svg>
  )
}
