/** How much of its light an element's own style lets through, from 0 to 1: its opacity, filter and mask. */
export function opacityOf({ opacity, filter, maskImage, maskSize }: CSSStyleDeclaration): number {
  const filtered = Number(/opacity\(([\d.]+)/.exec(filter)?.[1] ?? 1)
  return isBlurred(filter) || maskSize.startsWith('0px')
    ? 0
    : Number(opacity) * filtered * maskOpacityOf(maskImage)
}

/** Says whether a filter leaves nothing of a text that could be read. */
export function isBlurred(filter: string): boolean {
  return Number(/blur\(([\d.]+)/.exec(filter)?.[1] ?? 0) > 4
}

/** The alpha of a color as computed styles write it: `rgb(0, 0, 0)`, `rgba(0, 0, 0, 0.5)`, `oklch(0.5 0.1 20 / 0.5)`. */
export function alphaOf(color: string): number {
  return Number(/(?:rgba\(.*,|\/) *([\d.]+)\)$/.exec(color)?.[1] ?? 1)
}

/** What the least transparent color of a gradient lets through. What a picture does is not known. */
function maskOpacityOf(image: string): number {
  const colors = image.includes('gradient(') ? image.match(/[\w-]+\([^()]*\)/g) : null
  return colors ? Math.max(...colors.map(alphaOf)) : 1
}
