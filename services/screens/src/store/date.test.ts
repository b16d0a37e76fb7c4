import { describe, expect, it } from 'vitest';
import { dayFault, monthsLater, readDay, weeksOf, writtenDay } from './date';

describe('a day that is written', () => {
  it('is day, month, year, however it is set apart', () => {
    for (const text of [
      '07/08/2024',
      '7/8/2024',
      '7.8.2024',
      '07-08-2024',
      ' 07 / 08 / 2024 ',
      '07082024',
      '2024-08-07',
    ])
      expect(readDay(text), text).toBe('2024-08-07');
    expect(readDay('29/02/2024')).toBe('2024-02-29');
  });

  it('is refused where it is none: the month never comes first', () => {
    for (const text of [
      '06/30/2024',
      '31/06/2024',
      '29/02/2023',
      '30/06/24',
      '30/06',
      'mai',
      '',
      '2024/06/30',
      '00/01/2024',
    ])
      expect(readDay(text), text).toBeUndefined();
  });

  it('is written with the minute that is asked for', () => {
    expect(writtenDay('2024-06-30')).toBe('30/06/2024');
    expect(writtenDay('2024-06-30T09:05')).toBe('09:05 30/06/2024');
    expect(writtenDay('2024-06-30T9')).toBe('2024-06-30T9');
  });

  it('comes back as it was written, every day of four years', () => {
    for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      expect(readDay(writtenDay(day))).toBe(day);
    }
    expect(writtenDay('xx')).toBe('xx');
    expect(writtenDay('')).toBe('');
  });

  it('says why it cannot be taken', () => {
    expect(dayFault('', true, '', '')).toBe('missing');
    expect(dayFault('', false, '', '')).toBeUndefined();
    expect(dayFault('31/06/2024', true, '', '')).toBe('unread');
    expect(dayFault('01/07/2024', true, '', '2024-06-30')).toBe('late');
    expect(dayFault('29/06/2024', true, '2024-06-30', '')).toBe('early');
    expect(dayFault('30/06/2024', true, '2024-06-30', '2024-06-30')).toBeUndefined();
  });
});

describe('a calendar', () => {
  it('has whole weeks from Monday', () => {
    const june = weeksOf('2024-06-15');
    expect(june[0]).toEqual([
      '2024-05-27',
      '2024-05-28',
      '2024-05-29',
      '2024-05-30',
      '2024-05-31',
      '2024-06-01',
      '2024-06-02',
    ]);
    expect(june.at(-1)?.at(-1)).toBe('2024-06-30');
    expect(weeksOf('2021-02-01').length).toBe(4);
    expect(weeksOf('2024-12-31').at(-1)?.at(-1)).toBe('2025-01-05');
  });

  it('goes from month to month, to the last day of a shorter one', () => {
    expect(monthsLater('2024-01-31', 1)).toBe('2024-02-29');
    expect(monthsLater('2024-01-31', -1)).toBe('2023-12-31');
    expect(monthsLater('2024-06-30', 12)).toBe('2025-06-30');
  });
});
