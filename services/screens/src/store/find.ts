import { deskSpeech } from '../i18n/desk';
import { figureName, figureNames } from '../i18n/figures';
import type { Language } from '../i18n/i18n';
import type { Found } from '../wire/wire.gen';
import { fold, matches } from './fold';
import { deskAddress, desks } from './route';

/** How many pages and figures are told at most; the rest is for who types more. */
const MOST_PAGES = 3;
const MOST_FIGURES = 6;

/** What the read API does not know because the screens name it: the pages and the figures that what was typed finds. */
export function namedHere(
  typed: string,
  language: Language,
  root: string,
): { pages: Found[]; figures: Found[] } {
  const say = deskSpeech(language);
  const found = (kind: string, id: string, name: string, url: string): Found[] =>
    matches(name, typed)
      ? [{ kind, id, name: { vi: name, en: name }, view: '', url, maps: [], code: '' }]
      : [];
  const pages = desks
    .filter((desk) => desk !== 'timeline' && desk !== 'lists')
    .flatMap((desk) => found('page', desk, say(`desk.${desk}`), deskAddress(desk)));
  const figures = figureNames.flatMap((figure) =>
    found('figure', figure, figureName(figure, language), deskAddress('lists', { view: root, figure })),
  );
  /** Where the words stand as they were typed, the first first; where they do not, last. */
  const place = ({ name }: Found): number => {
    const at = fold(name[language]).indexOf(fold(typed));
    return at < 0 ? Infinity : at;
  };
  figures.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  return { pages: pages.slice(0, MOST_PAGES), figures: figures.slice(0, MOST_FIGURES) };
}
