import type { DefaultBodyType, HttpResponseResolver, PathParams } from 'msw'
import { answer } from './answer.ts'
import type { Host } from './answer.ts'
import { createFlash } from './flash.ts'
import type { Flash } from './flash.ts'

/** What a resolver with messages is given: what MSW gives, and what adds messages. */
export type FlashResolverInfo<
  Params extends PathParams<keyof Params> = PathParams,
  RequestBody extends DefaultBodyType = DefaultBodyType,
> = Parameters<HttpResponseResolver<Params, RequestBody>>[0] & {
  /** Adds messages, as `reply.flash` does. */
  readonly flash: Flash
}

/** A resolver of one of the app's own routes that can add messages. */
export type FlashResolver<
  Params extends PathParams<keyof Params> = PathParams,
  RequestBody extends DefaultBodyType = DefaultBodyType,
> = (
  info: FlashResolverInfo<Params, RequestBody>,
) => Response | undefined | void | Promise<Response | undefined | void>

/** Makes what wraps the resolvers of the app's own routes. */
export function createWithFlash(host: Host) {
  const { names } = host.registration.levels
  return <
    Params extends PathParams<keyof Params> = PathParams,
    RequestBody extends DefaultBodyType = DefaultBodyType,
  >(
    resolver: FlashResolver<Params, RequestBody>,
  ) =>
    (
      info: Parameters<HttpResponseResolver<Params, RequestBody>>[0],
    ): Promise<Response | undefined> =>
      answer(host, 'route', info.request, (exchange) =>
        resolver({
          ...info,
          flash: createFlash(names, (draft, audience) => exchange.add(draft, audience)),
        }),
      )
}
