import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// V8 takes a function for one that lives long when it is written into a property where it is made, and puts it beside
// what is old. What such a function knows is kept until the next large collection: here the whole of a request.
const written =
  /^\s*(?!const |let )[^\s=:]*(?:\.[\w#]+|\]) (?:\?\?)?= (?:async )?(?:\([^()]*\)|\w+) =>/gm

test('what runs for each request writes no function into a property where it is made', () => {
  const files = globSync('packages/{core,fastify,inbox}/src/**/*.ts')
  expect(files).not.toEqual([])
  expect(files.filter((file) => readFileSync(file, 'utf8').match(written))).toEqual([])
})

test.each([
  '  this.field = (name) => name',
  '  raw.writeHead = async () => {',
  'a[kName] ??= x => x',
])('it is found: %s', (line) => expect(line.match(written)).not.toBeNull())

test.each(["const send: Channel['send'] = (payload) => payload", 'this.field = field', '  a => a'])(
  'it is none: %s',
  (line) => expect(line.match(written)).toBeNull(),
)
