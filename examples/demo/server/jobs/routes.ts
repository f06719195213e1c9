import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import { visitorOf } from '../visitors.ts'
import type { ExportJob } from './export-orders.ts'

/** What the thread has to know. */
interface JobOptions {
  /** Where messages are stored. */
  readonly file: string
  /** Signs the handles to which the thread replies. */
  readonly secret: string
}

/** Slow work: the answer comes at once, and what becomes of it when it does. */
export function addJobs(app: FastifyInstance, workerData: JobOptions): void {
  let worker: Worker | undefined
  app.addHook('onClose', () => worker?.terminate())

  app.post<{ Querystring: { doomed?: string } }>('/api/exports', async (request, reply) => {
    worker ??= new Worker(new URL('worker.ts', import.meta.url), {
      workerData,
      // The packages' sources, as everywhere in the demo.
      execArgv: ['--conditions=@flashpost/source', '--no-warnings'],
    })
    const job: ExportJob = {
      id: randomUUID(),
      isDoomed: request.query.doomed !== undefined,
      visitor: visitorOf(request),
      replyTo: request.messages.replyTo(),
    }
    worker.postMessage(job, [])
    return reply.code(202).send({ id: job.id })
  })
}
