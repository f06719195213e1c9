export * from '@flashpost/core'
