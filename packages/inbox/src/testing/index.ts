export { testBackend } from './backend-contract.ts'
export type { BackendContractOptions } from './backend-contract.ts'
