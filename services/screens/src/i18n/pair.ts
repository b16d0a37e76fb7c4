import type { Text } from '../wire/wire.gen';

/** A text in both languages. */
export const pair = (vi: string, en: string): Text => ({ vi, en });
