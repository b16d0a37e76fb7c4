import type { Text } from '../wire/wire.gen';
import { definitions } from './definitions.gen';
import { isFigure } from './figures';
import type { Language } from './i18n';

/** A day told from the period: so many days after its first or its last. */
export interface Bound {
  readonly end: 'first' | 'last';
  readonly plus: number;
}

/** The dates between two bounds, both included; null is no bound. */
export interface Window {
  readonly from: Bound | null;
  readonly to: Bound | null;
  readonly undated: boolean;
}

/** What a figure is: which measures it adds and subtracts, of which days and due dates, and of which value of an axis. */
export interface Definition {
  readonly means: Text;
  readonly noun: string;
  readonly measures: readonly string[];
  readonly less: readonly string[];
  readonly days: Window;
  readonly due: Window;
  readonly only: { readonly by: string; readonly value: string } | null;
  readonly byThing: boolean;
}

/** By what the figures of a noun count. */
export interface Source {
  readonly text: Text;
  readonly assumed: boolean;
}

/** What a figure counts; "" of one that is not known. */
export function definitionOf(name: string, language: Language): string {
  return isFigure(name) ? definitions[name].means[language] : '';
}
