/** Says which addresses are the app's own servers': which ids were shown is nobody else's business. */
export function createOriginCheck(
  url: string,
  origins: readonly string[] = [],
): (address: string) => boolean {
  const originOf = (address: string) =>
    URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).origin : ''
  const ours = new Set([location.origin, ...[url, ...origins].map(originOf)])
  return (address) => ours.has(originOf(address))
}
