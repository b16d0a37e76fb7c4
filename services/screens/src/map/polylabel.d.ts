declare module 'polylabel' {
  /** The point of a polygon that is farthest from its edge, and that distance. */
  export default function polylabel(
    polygon: readonly (readonly (readonly number[])[])[],
    precision?: number,
  ): number[] & { readonly distance: number };
}
