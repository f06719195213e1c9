/** Who the visitor is, as the server has written it into the page; empty for nobody. */
export const visitor = document.getElementById('app')?.dataset['visitor']?.toLowerCase() ?? ''
