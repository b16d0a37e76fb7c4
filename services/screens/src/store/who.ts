import type { Speech } from '../i18n/i18n';
import { senders as said } from '../i18n/told';
import { fill } from './spell';

/** What sends events: a name where it has one, else its id behind a word. */
export function sourceName(source: string, speech: Speech): string {
  if (source.startsWith('/simulator/')) return fill(said.simulator, speech);
  if (/^(langbiang\/|\/api\/)/.test(source)) return fill(said.program, speech);
  return fill(said.source, speech, { id: source });
}

/** Whether people know a thing by this id; one that the program made up says nothing to them. */
export function isCoded(id: string): boolean {
  return !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}
