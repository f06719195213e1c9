/** What the bench uses of autocannon, which brings no types. */
declare module 'autocannon' {
  export interface Request<Context> {
    readonly method: string
    readonly path: string
    readonly headers?: Readonly<Record<string, string>> | undefined
    setupRequest?(request: Request<Context>, context: Context): Request<Context>
    onResponse?(
      status: number,
      body: string,
      context: Context,
      headers: Readonly<Record<string, string | string[]>>,
    ): void
  }

  export default function autocannon<Context>(options: {
    readonly url: string
    readonly connections: number
    /** Seconds. */
    readonly duration: number
    readonly requests: readonly Request<Context>[]
  }): Promise<{
    readonly requests: { readonly total: number }
    readonly errors: number
    readonly '4xx': number
    readonly '5xx': number
  }>
}
