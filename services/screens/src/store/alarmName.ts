import { ruleName, subjectName, type Telling } from './spell';

/**
 * What an alarm is called: in Vietnamese its own title, in English its rule's, with what the alarm's own adds to that. An alarm whose rule
 * is not in the catalogue keeps its own.
 */
export function alarmName(
  { rule: id, title, originator }: { rule: string; title: string; originator: string },
  telling: Telling,
): string {
  const { speech, province } = telling;
  const rule = province.topology.rules.find((one) => one.id === id);
  if (speech.language === 'vi' && title) return title;
  if (!rule) return ruleName(id, telling, title);
  const name = speech.text(rule.title);
  if (title.startsWith(rule.title.vi)) return name + title.slice(rule.title.vi.length);
  return originator.includes('/') && !originator.startsWith('unit/')
    ? `${name}: ${subjectName(originator, telling)}`
    : name;
}
