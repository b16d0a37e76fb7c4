/** Puts a text where it can be pasted from, and tells whether that was let. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // a page that is not served safely, or a person who said no
  }
}
