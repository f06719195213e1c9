import { createFlashServer } from '@flashpost/msw'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import { defaultRoutes } from './subject.ts'
import type { Subject } from './subject.ts'

const origin = 'http://app.test'

/** The MSW handlers, in front of the network. */
export const handlers: Subject = {
  name: 'the handlers',
  async start({ routes, options, keepsNothing = false }) {
    const server = createFlashServer({
      url: `${origin}/messages`,
      user: ({ headers }) => headers.get('x-user'),
      ...(keepsNothing && { capacity: 0 }),
      ...options,
    })
    const network = setupServer(
      ...server.handlers,
      ...Object.entries({ ...defaultRoutes, ...routes }).map(([path, route]) =>
        http.all(
          origin + path,
          server.withFlash(({ flash, request }) => {
            const answer = route(flash, request) ?? {}
            return answer.isResponse ? new Response(null, answer) : new HttpResponse(null, answer)
          }),
        ),
      ),
      http.get(`${origin}/page`, () => HttpResponse.html(server.script())),
    )
    network.listen({ onUnhandledFrame: 'error' })
    onTestFinished(() => network.close())
    return origin
  },
}
