import { addFunction } from './schema/add-function.ts'
import { logFunctions } from './schema/log-functions.ts'
import { tables } from './schema/tables.ts'
import { userFunctions } from './schema/user-functions.ts'

/**
 * The steps from an empty database to this version, in order. What was released is never changed: what is to be different
 * is a step more.
 *
 * What needs locks is a function, so that it is one statement for whoever calls it. Rows are locked in the order of their
 * users, which are compared byte by byte.
 */
export const migrations: readonly string[] = [tables + userFunctions + addFunction + logFunctions]
