import { deepStrictEqual, rejects, strictEqual } from 'node:assert'
import type { InboxFilter, InboxQuery } from '@flashpost/core'
import type { Contract } from './contract.ts'

/** What users may be called, and what cannot be sent. */
export const refusing: Contract = {
  'ids of users are any text, and no two are taken for each other': async ({ inbox }) => {
    const users = [
      'a:b',
      '{a}',
      '{a}b',
      'a}b{',
      "o'hara",
      '"quoted"',
      '; DROP TABLE flashpost_row; --',
      '💌',
      '%_*?[a]',
      '\\',
      ' ',
      'A',
      'a',
      'é',
      'e\u0301',
      '1',
      '01',
      '__proto__',
      'constructor',
      'x'.repeat(300),
      `${'x'.repeat(299)}y`,
      // As long as can be, in letters that take three bytes each and cannot be compressed.
      Array.from({ length: 800 }, (_, index) =>
        String.fromCharCode(0x4e00 + ((index * 7_919) % 20_000)),
      ).join(''),
      '\n\r\t',
    ]
    for (const [index, user] of users.entries())
      await inbox.send(user, { level: 'info', text: `for ${index}` })
    for (const [index, user] of users.entries()) {
      deepStrictEqual(
        (await inbox.list(user)).messages.map(({ text }) => text),
        [`for ${index}`],
      )
      strictEqual((await inbox.counts(user)).unread, 1)
    }
    for (const user of ['', 'a\0b', '\ud800', 'x'.repeat(801), 7, null, undefined, {}])
      await rejects(inbox.send(user as string, { level: 'info', text: 'x' }), {
        code: 'FLASH_ERR_USER',
      })
  },

  'what cannot be sent is refused, and nothing of it is there': async ({ inbox, expectCounts }) => {
    const refused = (draft: object, options: object, code: string) =>
      rejects(inbox.send('ada', { level: 'info', text: 'x', ...draft } as never, options), { code })
    await refused({ text: '' }, {}, 'FLASH_ERR_FIELD')
    await refused({ level: 'loud' }, {}, 'FLASH_ERR_LEVEL')
    await refused({ url: 'javascript:alert(1)' }, {}, 'FLASH_ERR_URL')
    await refused({ text: 'x'.repeat(10_001) }, {}, 'FLASH_ERR_LENGTH')
    await refused({ key: 'a\0' }, {}, 'FLASH_ERR_FIELD')
    await refused({}, { topic: '' }, 'FLASH_ERR_OPTION')
    await refused({}, { topic: 'x'.repeat(201) }, 'FLASH_ERR_OPTION')
    await refused({}, { dedupeKey: 7 }, 'FLASH_ERR_OPTION')
    await refused({}, { at: Number.NaN }, 'FLASH_ERR_OPTION')
    await refused({}, { expiresAt: 'soon' }, 'FLASH_ERR_OPTION')
    await refused({}, { announce: 'no' }, 'FLASH_ERR_OPTION')
    await refused({}, { transaction: null }, 'FLASH_ERR_OPTION')
    function* failing() {
      yield 'ada'
      throw new Error('no more')
    }
    for (const users of [['ada', ''], 'ada', undefined, null, 7, {}])
      await rejects(inbox.sendMany(users as string[], { level: 'info', text: 'x' }), {
        code: 'FLASH_ERR_USER',
      })
    await rejects(inbox.sendMany(failing(), { level: 'info', text: 'x' }), /no more/)
    await expectCounts('a', 0, 0, 0)
    await expectCounts('ada', 0, 0, 0)
  },

  'what cannot be asked is refused, and what cannot be there is not': async ({ inbox, send }) => {
    await send('ada', 'one')
    for (const query of [null, 7, 'unread', [], { state: 'new' }, { limit: 0 }, { other: 1 }])
      await rejects(inbox.list('ada', query as InboxQuery), { code: 'FLASH_ERR_FILTER' })
    for (const filter of [null, 7, 'unread', [], { state: 'new' }, { limit: 20 }])
      await rejects(inbox.counts('ada', filter as InboxFilter), { code: 'FLASH_ERR_FILTER' })
    for (const id of [
      '',
      'x',
      'a\0',
      '\ud800',
      '__proto__',
      'x'.repeat(300),
      7,
      null,
      undefined,
      {},
    ]) {
      strictEqual(await inbox.get('ada', id as string), undefined)
      strictEqual(await inbox.retract(id as string), false)
    }
    strictEqual((await inbox.counts('ada')).unread, 1)
  },
}
