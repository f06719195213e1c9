import type { SwipeDirection, ToasterPosition } from './toaster-props.ts'

/** Towards the nearer side. */
export function swipeOf(position: ToasterPosition): readonly SwipeDirection[] {
  if (position.endsWith('left')) return ['left']
  return position.endsWith('right') ? ['right'] : ['left', 'right']
}
