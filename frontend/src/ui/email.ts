const EMAIL = /^[^@\s\u0085]+@[^@\s\u0085]+\.[^@\s\u0085.]+$/;

/** Does it look like a whole address, as the server wants it? */
export function looksLikeEmail(text: string): boolean {
  return EMAIL.test(text.trim());
}
