/** Sets classes on the document while something is shown. What is measured in pixels is measured again: a rem is another one. */
export function setLook(...classes: string[]): () => void {
  document.documentElement.classList.add(...classes);
  window.dispatchEvent(new Event('resize'));
  return () => {
    document.documentElement.classList.remove(...classes);
    window.dispatchEvent(new Event('resize'));
  };
}

/** The sign before a verdict: its meaning is never in its colour alone. What has none is not known. */
export const SIGNS: Readonly<Record<string, string>> = {
  late: '▲',
  watch: '▲',
  normal: '●',
  differs: '▲',
  lost: '▲',
};
