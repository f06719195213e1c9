import type { Message } from '@flashpost/fastify'

/** A whole page without JavaScript, in the demo's own style. */
export function plainPage(
  page: { readonly title: string; readonly promise: string; readonly links: string },
  messages: readonly Message[],
  main: string,
): string {
  const items = messages.map(({ tags, text }) => `<li class="${escape(tags)}">${escape(text)}</li>`)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${page.title} · Flashpost</title>
    <link rel="stylesheet" href="/plain.css">
  </head>
  <body>
    <main class="page plain">
      <header>
        <h1>${page.title}</h1>
        <p class="promise">${page.promise}</p>
        <nav>${page.links}</nav>
      </header>
      <ol class="messages" role="status">${items.join('')}</ol>
      ${main}
    </main>
  </body>
</html>`
}

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
