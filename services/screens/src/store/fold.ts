/** A text as people type it in a hurry, as GET /api/v1/search folds it: small letters and digits without marks, anything else one space. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{Mn}'`´‘’ʼ′]/gu, '')
    .toLowerCase()
    .replace(/\u0111/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether every word that was typed begins a word of the text; nothing typed is in all. */
export function matches(text: string, typed: string): boolean {
  const words = fold(text).split(' ');
  return fold(typed)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
}
