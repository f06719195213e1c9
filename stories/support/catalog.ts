import { defineMessages } from '@flashpost/react'

/** The stories' own messages. */
export const catalog = defineMessages({
  orderShipped: {
    level: 'success',
    text: (order: { id: number; carrier: string }) =>
      `Order ${order.id} left with ${order.carrier}`,
  },
  saved: { level: 'success', text: 'Profile details updated.' },
})
