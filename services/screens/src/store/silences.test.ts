import { expect, it } from 'vitest';
import { explanation, frameOf, silent } from '../testing/needs';
import { orderedOf, owedBy } from './silences';

const of = (indicator: string, due: string): ReturnType<typeof silent> => ({ ...silent(due), indicator });
const frame = frameOf({
  silences: {
    a: of('births', '2024-06-20'),
    b: of('deaths', '2024-06-07'),
    c: { ...of('mail', '2024-06-01'), issuer: 'so-noi-vu' },
  },
  explanations: {
    'GT-1': explanation({ figure: 'deaths', unit: '68' }),
    'GT-2': explanation({ figure: 'deaths', unit: '68', status: 'accepted' }),
    'GT-3': explanation({ figure: 'deaths', unit: '672' }),
  },
});

it('has what an agency owes with its age, the oldest first', () => {
  expect(owedBy(frame, 'so-y-te').map(({ indicator, days }) => [indicator, days])).toEqual([
    ['deaths', 23],
    ['births', 10],
  ]);
});

it('tells what has been ordered of it and is still owed', () => {
  expect(orderedOf(frame, owedBy(frame, 'so-y-te')).map(([id]) => id)).toEqual(['GT-1']);
});
