/** What toasters answered that this bench does not install, and when. */
export const recordedOn = '2026-11-20'

/** Who they were. */
export const recordedPeers = {
  'base-ui': '@base-ui/react 1.9.0',
  'react-aria': 'react-aria-components 1.22.1',
  radix: '@radix-ui/react-toast 1.3.1',
  notistack: 'notistack 3.0.2',
  mantine: '@mantine/notifications 9.7.3',
  ark: '@ark-ui/react 5.39.2',
  fluent: '@fluentui/react-toast 9.8.5',
  sileo: 'sileo 0.1.5',
} as const

type Peer = keyof typeof recordedPeers

/** By probe and answer. What was not asked then is not here. */
export const recorded: Readonly<Record<string, Readonly<Record<string, readonly Peer[]>>>> = {
  beforeMount: {
    shown: ['react-aria', 'radix', 'mantine', 'sileo'],
    lost: ['base-ui', 'ark'],
    throws: ['notistack', 'fluent'],
  },
  effectBeforeToaster: {
    shown: ['react-aria', 'radix', 'notistack', 'mantine'],
    lost: ['base-ui', 'ark', 'fluent', 'sileo'],
  },
  effectStrict: {
    twice: ['react-aria', 'radix', 'notistack', 'mantine', 'ark'],
    lost: ['base-ui', 'fluent', 'sileo'],
  },
  remount: {
    'both are back': ['react-aria', 'radix', 'mantine', 'sileo'],
    lost: ['base-ui', 'notistack', 'ark', 'fluent'],
  },
  whileUnmounted: {
    shown: ['react-aria', 'radix', 'mantine', 'sileo'],
    lost: ['base-ui', 'notistack', 'ark', 'fluent'],
  },
  twoToasters: {
    shown: ['notistack'],
    twice: ['base-ui', 'react-aria', 'radix', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  sameIdTwice: {
    'one, the newer': ['base-ui', 'radix', 'ark', 'sileo'],
    'one, the older': ['notistack', 'mantine', 'fluent'],
    two: ['react-aria'],
  },
  sameTextTwice: {
    two: ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  sameIdRestart: {
    'begins anew': ['base-ui', 'react-aria', 'fluent', 'sileo'],
    'goes on': ['radix', 'notistack', 'mantine', 'ark'],
  },
  hoverPause: {
    'goes on': ['base-ui', 'react-aria', 'radix', 'ark'],
    'begins anew': ['notistack', 'mantine', 'fluent', 'sileo'],
  },
  addWhileHover: {
    'is held': ['base-ui', 'radix', 'mantine', 'sileo'],
    'closes meanwhile': ['react-aria', 'notistack', 'ark', 'fluent'],
  },
  focusPause: {
    pauses: ['base-ui', 'react-aria', 'radix', 'ark'],
    'does not pause': ['mantine'],
    'nothing to focus': ['notistack', 'fluent', 'sileo'],
  },
  background: {
    pauses: ['base-ui', 'radix', 'notistack'],
    'runs out unseen': ['react-aria', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  bornHidden: {
    'runs out unseen': [
      'base-ui',
      'react-aria',
      'radix',
      'notistack',
      'mantine',
      'ark',
      'fluent',
      'sileo',
    ],
  },
  blurOnly: {
    pauses: ['base-ui', 'radix', 'notistack'],
    'runs out unseen': ['react-aria', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  blurDuringEnter: {
    pauses: ['base-ui', 'radix', 'notistack'],
    'runs out unseen': ['react-aria', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  hotkey: {
    'there is one': ['base-ui', 'react-aria', 'radix', 'ark'],
    none: ['notistack', 'mantine', 'fluent', 'sileo'],
  },
  escape: {
    closes: ['base-ui', 'radix', 'ark'],
    stays: ['react-aria', 'mantine'],
    'nothing to focus': ['notistack', 'fluent', 'sileo'],
  },
  focusAfterClose: {
    'another toast': ['base-ui', 'react-aria'],
    'the region': ['radix'],
    lost: ['mantine', 'ark'],
    'no close button': ['notistack', 'fluent', 'sileo'],
  },
  modalDialog: {
    'below it': [
      'base-ui',
      'react-aria',
      'radix',
      'notistack',
      'mantine',
      'ark',
      'fluent',
      'sileo',
    ],
  },
  defaults100: {
    'what fits, the rest waits': ['notistack', 'mantine', 'ark'],
    'all at once': ['base-ui', 'react-aria', 'radix', 'fluent', 'sileo'],
  },
  cspSelf: {
    'clean, in its place': ['base-ui', 'radix', 'ark'],
    'blocked, in its place': ['react-aria', 'mantine', 'sileo'],
    'blocked, not in its place': ['notistack', 'fluent'],
  },
  cspNonceAttr: {
    'clean, in its place': ['base-ui', 'radix', 'mantine', 'ark'],
    'blocked, in its place': ['react-aria', 'sileo'],
    'blocked, not in its place': ['notistack', 'fluent'],
  },
  cspNonceGlobal: {
    'clean, in its place': ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark'],
    'blocked, in its place': ['sileo'],
    'blocked, not in its place': ['fluent'],
  },
  reducedMotion: {
    'nothing moves, closes': ['base-ui', 'react-aria', 'radix', 'ark'],
    'moves, closes': ['notistack', 'mantine', 'fluent', 'sileo'],
  },
  noAnimations: {
    closes: ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark', 'sileo'],
    'never closes': ['fluent'],
  },
  axe: {
    'to review': ['base-ui', 'react-aria', 'radix', 'ark', 'sileo'],
    violations: ['notistack', 'mantine', 'fluent'],
  },
  broken: {
    'the app is gone': [
      'base-ui',
      'react-aria',
      'radix',
      'notistack',
      'mantine',
      'ark',
      'fluent',
      'sileo',
    ],
  },
  hiddenFrame: {
    'runs out unseen': [
      'base-ui',
      'react-aria',
      'radix',
      'notistack',
      'mantine',
      'ark',
      'fluent',
      'sileo',
    ],
  },
  priority: {
    'within a second': ['base-ui', 'radix', 'fluent', 'sileo'],
    later: ['react-aria', 'notistack', 'mantine', 'ark'],
  },
  dismissal: {
    'gone, linear': ['react-aria', 'sileo'],
    'gone, not linear': ['radix', 'mantine', 'fluent'],
    'a thousand cannot be added': ['base-ui', 'ark'],
    'some stay': ['notistack'],
  },
  suspending: {
    'the app lives, without toasts': ['radix'],
    'the app is gone': ['base-ui', 'react-aria', 'notistack', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  jsdom: {
    works: ['base-ui', 'react-aria', 'radix'],
    'never closes': ['ark'],
    'shows nothing': ['mantine', 'fluent', 'sileo'],
  },
  consoleErrorsDev: {
    empty: ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  serverRender: {
    renders: ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark', 'fluent', 'sileo'],
  },
  hydration: {
    clean: ['base-ui', 'react-aria', 'radix', 'notistack', 'mantine', 'ark', 'sileo'],
    mismatch: ['fluent'],
  },
  serverCall: {
    'in no document': ['base-ui', 'react-aria', 'radix', 'mantine', 'ark', 'fluent'],
    throws: ['notistack'],
    'in the other person’s document': ['sileo'],
  },
}
