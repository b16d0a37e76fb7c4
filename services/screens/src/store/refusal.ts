import { deskTexts, deskWord, type DeskKey, type Say } from '../i18n/desk';
import { definitions } from '../i18n/definitions.gen';
import { nounName } from '../i18n/events';
import { figureName, figureNames, isFigure } from '../i18n/figures';
import { whyOf } from '../i18n/faults';
import type { Speech } from '../i18n/i18n';
import type { Problem } from '../net/asking';
import { readDay } from './date';
import { filters, subjectParts, unitName } from './desk';
import { nearest, type Place } from './nearest';
import { deskAddress, type Desk, type Query } from './route';
import type { Province } from './topology';

/** Where and in which words something was asked in vain. */
export interface Asked {
  readonly desk: Desk;
  readonly query: Query;
  readonly province: Province;
  readonly speech: Speech;
  readonly say: Say;
  /** The log's day, "" while it is not known. */
  readonly day: string;
}

/** A way on: where it leads, in words. */
export interface Way {
  readonly label: string;
  readonly address: string;
}

/** What is wrong in an address, what to know of it, what it may have meant, and the ways on. */
export interface Wrong {
  readonly what: string;
  readonly lead: string;
  readonly near: readonly Way[];
  readonly ways: readonly Way[];
}

const PAST: Query = { from: '', at: '', minute: '', known: '', upto: '', cursor: '', row: '' };
/** What the read API calls the parts of a subject, and what it names of one that cannot be. */
const OF_SUBJECT = ['', 'id', 'noun'];
const SPLITS: readonly string[] = ['by', ...filters];

/** What is wrong where asking again cannot help. */
export function wrongOf(problem: Problem, asked: Asked): Wrong {
  const { field, code } = problem;
  if (field === 'figure') return wrongFigure(asked);
  if (field === 'view') return wrongView(asked);
  if (code === 'not_yet') return notYet(problem, asked);
  if (field === 'from' || field === 'at') return wrongDay(field, asked);
  if (field === 'map') return said('map', asked, field, [without(asked, { map: '' }, 'way.map')]);
  if (field === 'cursor')
    return said('page', asked, field, [without(asked, { cursor: '', row: '' }, 'way.first')]);
  if (field === 'minute' || field === 'upto') return said(field, asked, field, [newest(asked)]);
  if (field === 'period') return said('period', asked, field, [without(asked, { period: '' }, 'way.newest')]);
  if (asked.desk === 'timeline' && OF_SUBJECT.includes(field)) return wrongSubject(asked);
  return field && asked.query[field] ? wrongPart(field, asked) : other(problem, asked);
}

function said(
  kind: string,
  { say, query }: Asked,
  field: string,
  ways: readonly Way[],
  near: readonly Way[] = [],
): Wrong {
  const value = query[field] ?? '';
  const key = `wrong.${kind}.lead`;
  const lead = key in deskTexts ? say(key as DeskKey) : '';
  return { what: say(`wrong.${kind}` as DeskKey, { value }), lead, near, ways };
}

/** The same page without a part of what it is asked for. */
function without({ desk, query, say }: Asked, change: Query, label: DeskKey, values = {}): Way {
  return { label: say(label, values), address: deskAddress(desk, { ...query, ...change }) };
}

/** The same page of now. */
function newest(asked: Asked): Way {
  const { day, speech } = asked;
  return without(asked, PAST, day ? 'way.until' : 'way.newest', { day: speech.date(day) });
}

function wrongFigure(asked: Asked): Wrong {
  const { desk, query, province, speech, say } = asked;
  const view = province.views.get(query['view'] ?? '') ?? province.topology.views[0];
  const figure = query['figure'] ?? '';
  const of = (name: string): string => deskAddress(desk, { ...query, cursor: '', row: '', figure: name });
  const places = figureNames.map((name): Place => {
    const label = figureName(name, speech.language);
    return { name: label, address: of(name), keys: [name, label, name.split('.')[1] ?? ''] };
  });
  const wrong = said(figure ? 'figure' : 'figure.none', asked, 'figure', [
    { label: say('way.of', { name: view ? unitName(province, view, speech) : '' }), address: of('') },
    { label: say('way.figures'), address: deskAddress('definitions') },
  ]);
  return { ...wrong, near: nearest(figure, places).map(wayTo) };
}

function wrongView(asked: Asked): Wrong {
  const { desk, query, province, speech, say } = asked;
  const of = (view: string): string => deskAddress(desk, { ...query, cursor: '', row: '', view });
  const id = query['view'] ?? '';
  const near = nearest(id.split('/').at(-1) ?? '', viewPlaces(province, speech, of)).map(wayTo);
  const root = province.topology.views[0];
  const label = say('way.province', { name: root ? speech.text(root.name) : '' });
  return said('view', asked, 'view', [{ label, address: of('') }], near);
}

/** All units, by their names and codes. */
export function viewPlaces(province: Province, speech: Speech, address: (view: string) => string): Place[] {
  return province.topology.views
    .filter((view) => view.department === '' || view.id === `department/${view.department}`)
    .map((view) => ({
      name: unitName(province, view, speech),
      address: address(view.id),
      keys: [speech.text(view.name), speech.text(view.short), view.id.split('/').at(-1) ?? ''],
    }));
}

const wayTo = ({ name, address }: Place): Way => ({ label: name, address });

function notYet({ field, reached }: Problem, asked: Asked): Wrong {
  const { say, speech, query } = asked;
  const value = field === 'period' ? speech.period(query['period'] ?? '') : speech.date(query[field] ?? '');
  const way = field === 'period' ? without(asked, { period: '' }, 'way.newest') : newest(asked);
  const what = field === 'period' ? 'wrong.period' : 'wrong.notYet';
  const lead = reached ? say('wrong.notYet.lead', { reached: speech.date(reached) }) : '';
  return { what: say(what, { value }), lead, near: [], ways: [way] };
}

function wrongDay(field: 'from' | 'at', asked: Asked): Wrong {
  const { query, say, speech } = asked;
  const [from = '', at = asked.day] = [query['from'], query['at']];
  const isOrder = field === 'from' && readDay(from) !== undefined;
  if (!isOrder) return said('day', asked, field, [newest(asked)]);
  const what = say('wrong.order', { value: speech.date(from), at: speech.date(at) });
  return {
    what,
    lead: '',
    near: [],
    ways: [without(asked, { from: '' }, 'way.until', { day: speech.date(at) }), newest(asked)].slice(
      0,
      at === asked.day ? 1 : 2,
    ),
  };
}

/** One that nobody has told of, or that cannot be one. */
function wrongSubject(asked: Asked): Wrong {
  const { query, say, speech, province } = asked;
  const subject = query['subject'] ?? '';
  const { noun, id } = subjectParts(subject);
  const name = nounName(noun, speech.language);
  const first = figureNames.find((figure) => definitions[figure].noun === noun);
  const view = province.topology.views[0]?.id ?? '';
  const ways = first
    ? [
        {
          label: say('way.list', { name: figureName(first, speech.language) }),
          address: deskAddress('lists', { view, figure: first }),
        },
      ]
    : [];
  const what =
    name && id
      ? say('wrong.subject', { noun: name.toLowerCase(), value: id })
      : say('wrong.subject.form', { value: subject });
  return { what, lead: say('wrong.subject.lead'), near: [], ways };
}

/** A filter or a split that the figure has not, or a part that no page knows. */
function wrongPart(field: string, asked: Asked): Wrong {
  const { query, say, speech } = asked;
  const figure = query['figure'] ?? '';
  const word = deskWord(speech.language, 'axis', field === 'by' ? (query['by'] ?? '') : field);
  const axis = word === field ? (query[field] ?? '') : word;
  const isSplit = SPLITS.includes(field) && isFigure(figure);
  const what = isSplit
    ? say('wrong.split', { figure: figureName(figure, speech.language), axis: axis.toLowerCase() })
    : say('wrong.part', { axis });
  return {
    what,
    lead: '',
    near: [],
    ways: [without(asked, { [field]: '', cursor: '', row: '' }, 'way.without', { axis })],
  };
}

function other(problem: Problem, { say, speech }: Asked): Wrong {
  return { what: say('wrong.other'), lead: whyOf(problem, speech.language), near: [], ways: [] };
}
