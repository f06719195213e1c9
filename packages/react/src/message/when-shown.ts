export { guideFocus } from '../toaster/core/focus.ts'
export { enableSwipe } from '../toaster/core/swipe.ts'
export { runTimers } from '../toaster/core/timers.ts'
export { createAnnouncer } from './announcer.ts'
