/** How much of a part is seen again in the next one: a row that the wall's edge cut is whole there. */
const OVERLAP = 0.12;

/** How many parts a page of a height is shown in on a wall of another; both in pixels. */
export function pageCount(whole: number, wall: number): number {
  if (wall <= 0 || whole <= wall) return 1;
  return 1 + Math.ceil((whole - wall) / (wall * (1 - OVERLAP)));
}

/** By how many pixels the part that comes n-th, from 0, is moved up; the last ends where the page does. */
export function pageTop(n: number, whole: number, wall: number): number {
  return Math.min(n * wall * (1 - OVERLAP), Math.max(0, whole - wall));
}
