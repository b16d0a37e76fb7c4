import type { Held } from '../store/frames';
import type { Province } from '../store/topology';
import type { View } from '../wire/wire.gen';

/** A step of the way down to where one is. */
export interface Crumb {
  readonly label: string;
  readonly address: string;
}

/** What every tile of a board gets: the view, what is held of it, and how to go further down. */
export interface BoardContext {
  readonly province: Province;
  readonly view: View;
  readonly held: Held | undefined;
  readonly levels: number;
  /** The address of a view below this one. */
  readonly address: (view: string) => string;
}
