import type { Say } from '../i18n/desk';
import type { Speech } from '../i18n/i18n';
import { nearest, type Place } from './nearest';
import { viewPlaces } from './refusal';
import { deskAddress, desks, viewAddress } from './route';
import type { Province } from './topology';

/** How many places are offered. */
const MOST = 4;

/** What was looked for in vain: a page, a screen, a view, or a map of units; and the name in its address. */
export interface Nowhere {
  readonly kind: 'page' | 'screen' | 'view' | 'map';
  readonly name: string;
}

/** The screens, pages and units whose names or codes are nearest to what was looked for. */
export function nearPlaces(
  province: Province,
  { kind, name }: Nowhere,
  speech: Speech,
  say: Say,
): readonly Place[] {
  if (kind === 'map') return [];
  const screens = province.topology.screens.map((screen): Place => {
    const title = speech.text({ vi: screen.title, en: screen.title_en });
    return { name: title, address: screen.url || `/screens/${screen.id}`, keys: [title, screen.id] };
  });
  const pages = desks.map((desk): Place => {
    const title = say(`desk.${desk}`);
    return { name: title, address: deskAddress(desk), keys: [title, desk] };
  });
  const control = say('nowhere.control');
  const views = viewPlaces(province, speech, (view) => viewAddress(view, ''));
  const places = [
    ...screens,
    ...pages,
    { name: control, address: '/control', keys: [control, 'control', 'control room'] },
    ...views.map((view) => ({ ...view, name: say('nowhere.unit', { name: view.name }) })),
  ];
  const found = [name, name.split('/').at(-1) ?? ''].flatMap((asked) => nearest(asked, places, MOST));
  return [...new Set(found)].slice(0, MOST);
}
