/** How much of its light an element's own style lets through, from 0 to 1: its opacity, filter and mask, and whether it is rendered. */
export function opacityOf({
  opacity,
  filter,
  maskImage,
  maskSize,
  contentVisibility,
}: CSSStyleDeclaration): number {
  const filtered = Number(/(?:opacity|contrast)\(([\d.]+)/.exec(filter)?.[1] ?? 1)
  return isBlurred(filter) || maskSize.startsWith('0px') || contentVisibility === 'hidden'
    ? 0
    : Number(opacity) * filtered * imageOpacityOf(maskImage)
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
export function imageOpacityOf(image: string): number {
  const colors = image.includes('gradient(') ? image.match(/[\w-]+\([^()]*\)/g) : null
  return colors ? Math.max(...colors.map(alphaOf)) : 1
}
