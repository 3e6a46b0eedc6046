/**
 * The address of this app that a page was given to go on to; undefined when it leads anywhere else. The same
 * rule as the server's (`local_path`): browsers leave tabs and line ends out of an address, so that `/⇥/x` is `//x`.
 */
export function localPath(said: unknown): string | undefined {
  return typeof said === "string" && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,600}$/.test(said)
    ? said
    : undefined;
}

/** Where one goes to sign in by Pro Santé Connect, and comes back from to that page. */
export function byProSanteConnect(page = "/"): string {
  return `/api/v1/session/pro-sante-connect?return_to=${encodeURIComponent(page)}`;
}
