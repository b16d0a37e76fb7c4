import type { Text, View } from '../wire/wire.gen';
import type { Province } from './topology';

/** Where a tile stands: enough of a board to say whose data it shows. */
export interface Place {
  readonly province: Province;
  readonly view: View;
}

/**
 * Who owes the data of these nouns at a place: the department that answers for a whole noun, else the department through which one
 * looks, else the unit itself.
 */
export function ownerOf({ province, view }: Place, nouns: readonly string[]): Text {
  for (const noun of nouns) {
    const owner = province.topology.owners[noun];
    if (owner) return owner;
  }
  const through = province.views.get(`department/${view.department}`);
  const place = through ?? view;
  return place.short.vi ? place.short : place.name;
}
