/**
 * What an app tells the types about itself. Empty here; an app augments it once and every package knows.
 *
 * @example
 * declare module '@flashpost/core' {
 *   interface Register {
 *     catalog: typeof catalog
 *     levels: { critical: 50 }
 *   }
 * }
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- augmented by the app
export interface Register {}

/** The app's own levels: names and numbers, as registered. */
export type RegisteredLevels = Register extends { levels: infer Levels } ? Levels : unknown

/** The app's own catalog, as registered. */
export type RegisteredCatalog = Register extends { catalog: infer Catalog } ? Catalog : unknown
