import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'

const documents = { readme: 'README.md', protocol: 'docs/protocol.md' }

/** The repository's own pages, so that the demo can link to them. */
export function addDocuments(app: FastifyInstance): void {
  for (const [name, path] of Object.entries(documents)) {
    const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url))
    app.get(`/documents/${name}`, async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(await readFile(file, 'utf8')),
    )
  }
}
