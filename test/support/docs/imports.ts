/** Puts before a snippet what a reader has imported by then. */
export function addImports(code: string): string {
  const isFree = (name: string) =>
    new RegExp(`(?<![.\\w'/-])${name}\\s*[(<,{}/ ]`).test(code) &&
    !new RegExp(`import[^;]*\\b${name}\\b[^;]*from`).test(code)
  const named = Object.entries(known)
    .filter(([name]) => isFree(name))
    .map(([name, from]) => `import { ${name} } from '${from}'`)
  const defaults = Object.entries(knownDefaults)
    .filter(
      ([name]) =>
        new RegExp(`register\\(${name}\\b`).test(code) &&
        !new RegExp(`import ${name}\\b`).test(code),
    )
    .map(([name, from]) => `import ${name} from '${from}'`)
  return [...named, ...defaults, code].join('\n')
}

// What a reader has imported by then: the names of the package that the page is about.
const known: Record<string, string> = {
  createMessagesClient: '@flashpost/react',
  MessagesProvider: '@flashpost/react',
  Toaster: '@flashpost/react',
  useMessages: '@flashpost/react',
  defineMessages: '@flashpost/fastify',
  flash: '@flashpost/fastify',
  fallbackStorage: '@flashpost/fastify',
  cookieStorage: '@flashpost/fastify',
  sessionStorage: '@flashpost/fastify',
  storeStorage: '@flashpost/fastify',
  redisStore: '@flashpost/fastify',
  sqliteStore: '@flashpost/fastify',
  createInbox: '@flashpost/inbox',
  sqliteBackend: '@flashpost/inbox/sqlite',
  postgresBackend: '@flashpost/inbox/postgres',
  redisBackend: '@flashpost/inbox/redis',
  assertMessages: '@flashpost/fastify/testing',
  createVisitor: '@flashpost/fastify/testing',
  createRoot: 'react-dom/client',
}
const knownDefaults: Record<string, string> = {
  cors: '@fastify/cors',
  cookie: '@fastify/cookie',
  flashpost: '@flashpost/fastify',
}
