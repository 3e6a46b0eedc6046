/** The address of this app that a page was given to go on to; undefined when it leads anywhere else. */
export function localPath(said: unknown): string | undefined {
  return typeof said === "string" && /^\/(?![/\\])/.test(said) ? said : undefined;
}

/** Where one goes to sign in by Pro Santé Connect, and comes back from to that page. */
export function byProSanteConnect(page = "/"): string {
  return `/api/v1/session/pro-sante-connect?return_to=${encodeURIComponent(page)}`;
}
