import type { FastifyInstance } from 'fastify'

const attempts = 20

/** Listens on a port, or on the next one that is free. Returns the address. */
export async function listen(app: FastifyInstance, host: string, first: number): Promise<string> {
  for (let port = first; ; port++) {
    try {
      await app.listen({ host, port })
      return `http://${host}:${port}`
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isTaken || port === first + attempts) throw error
    }
  }
}
