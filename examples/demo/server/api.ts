import type { FastifyInstance } from 'fastify'

/** What the page fetches. Every answer may carry messages, in a header; the bodies know nothing of them. */
export function addApi(app: FastifyInstance): void {
  app.post('/api/settings', async (_request, reply) => {
    reply.flash.success('Settings saved.')
    return { saved: true }
  })

  app.post<{ Params: { number: string } }>('/api/parcels/:number', async (request, reply) => {
    const { number } = request.params
    reply.flash.info(`Parcel ${number} is packed.`)
    return { number }
  })

  app.post('/api/orders', async (_request, reply) => {
    reply.flash.success('Order 1042 is on its way.', {
      description: 'DHL brings it on Thursday between 9 and 12.',
      url: '/documents/protocol',
      actions: [
        { label: 'The protocol', url: '/documents/protocol' },
        { label: 'Send back', name: 'return' },
      ],
      key: 'order-1042',
    })
    return { order: 1042 }
  })

  app.post('/api/orders/1042/return', async (_request, reply) => {
    reply.flash.warning('Order 1042 comes back.', { key: 'order-1042' })
    return { order: 1042 }
  })

  // The success was a lie by the time the answer left, and is dropped; the error survives the 500.
  app.post('/api/payments', async (_request, reply) => {
    reply.flash.success('Payment received.')
    reply.flash.error('The bank did not answer. You were not charged.')
    return reply.code(500).send({ error: 'The bank did not answer.' })
  })
}
