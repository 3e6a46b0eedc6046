/** What is shown of the deliveries, as the address of the page carries it. */
export type WebhookSearch = { etat?: "attente" | "echec" };

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readWebhookSearch({ etat }: Record<string, unknown>): WebhookSearch {
  return { etat: etat === "attente" || etat === "echec" ? etat : undefined };
}
