// Draws schematic maps beside the page: to find the cells takes a processor a third of a second.
import { cellMap, type Site } from './cells';

self.onmessage = ({ data }: MessageEvent<{ key: string; sites: readonly Site[] }>): void => {
  self.postMessage({ key: data.key, drawn: cellMap(data.sites) });
};
