import { describe, expect, it } from 'vitest';
import { formulaOf, shareOf } from './formulas';

describe('a formula', () => {
  it('tells the measures and the days of what happened in a period', () => {
    expect(formulaOf('dossiers.received', 'vi')).toBe(
      'Cộng dossiers.received; xảy ra từ ngày đầu kỳ đến ngày cuối kỳ.',
    );
  });

  it('tells the due dates of what stands', () => {
    expect(formulaOf('dossiers.overdue', 'vi')).toBe(
      'Cộng dossiers.running; xảy ra đến hết ngày cuối kỳ; hạn đến hết ngày liền trước ngày cuối kỳ.',
    );
    expect(formulaOf('dossiers.in_time', 'en')).toBe(
      'Adds dossiers.running; that happened up to the period’s last day; due from the period’s last day on, or never.',
    );
    expect(formulaOf('dossiers.due_soon', 'en')).toContain(
      'due from the period’s last day to the day after the period’s last day',
    );
  });

  it('tells what stood before, and of which part', () => {
    expect(formulaOf('dossiers.carried_over', 'en')).toBe(
      'Adds dossiers.running + dossiers.stopped; that happened up to the day before the period’s first day.',
    );
    expect(formulaOf('dossiers.received.online', 'vi')).toContain('chỉ aspect = online');
  });

  it('of a share is what is divided by what', () => {
    expect(shareOf('dossiers.on_time_rate', 'vi')).toBe(
      'Giải quyết trước hạn và đúng hạn ÷ Hồ sơ đã giải quyết',
    );
  });
});
