import type { FigureName } from '../wire/figures.gen';
import type { Text } from '../wire/wire.gen';
import { definitions } from './figures.gen';
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
  readonly title: Text;
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

const unknown: Text = { vi: 'Chỉ số không có tên', en: 'A figure without a name' };

/** All figures, in the order in which a choice has them. */
export const figureNames = Object.keys(definitions) as readonly FigureName[];

/** Whether an address or an event names a figure. */
export function isFigure(name: string): name is FigureName {
  return Object.hasOwn(definitions, name);
}

/** What a figure is called; one that is not known never by its id. */
export function figureName(name: string, language: Language): string {
  return (isFigure(name) ? definitions[name].title : unknown)[language];
}

/** What a figure counts; "" of one that is not known. */
export function definitionOf(name: string, language: Language): string {
  return isFigure(name) ? definitions[name].means[language] : '';
}
