import type { FigureName } from '../wire/figures.gen';
import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';
import { titles } from './titles.gen';

const unknown: Text = { vi: 'Chỉ số không có tên', en: 'A figure without a name' };

/** All figures, in the order in which a choice has them. */
export const figureNames = Object.keys(titles) as readonly FigureName[];

/** Whether an address or an event names a figure. */
export function isFigure(name: string): name is FigureName {
  return Object.hasOwn(titles, name);
}

/** What a figure is called; one that is not known never by its id. */
export function figureName(name: string, language: Language): string {
  return (isFigure(name) ? titles[name] : unknown)[language];
}
