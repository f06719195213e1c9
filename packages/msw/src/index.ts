// For whom a message waits that is for the next document.
export { documentTab } from '@flashpost/core/protocol'
export { createFlashServer } from './flash-server.ts'
export type { FlashServer } from './flash-server.ts'
export type { FlashServerOptions } from './options.ts'
export type { AddOptions, Flash } from './flash.ts'
export type { Fault, FaultPoint } from './faults.ts'
export type { FlashResolver, FlashResolverInfo } from './route.ts'
export type { DroppedMessage } from './records.ts'
