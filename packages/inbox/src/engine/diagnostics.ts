/**
 * Node's `diagnostics_channel`. It is asked for and not imported, because inboxes of mocks live in browsers, where there is
 * none.
 */
export function findDiagnostics(): typeof import('node:diagnostics_channel') | undefined {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> }
  return process?.getBuiltinModule?.('node:diagnostics_channel')
}
