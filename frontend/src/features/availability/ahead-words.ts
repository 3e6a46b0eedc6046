/** `3 rendez-vous à venir y sont pris. Ils restent…`; null when there is none. */
export function aheadWords(many: number): string | null {
  if (many === 0) return null;
  return many > 1
    ? `${many} rendez-vous à venir y sont pris. Ils restent, même si vous la fermez.`
    : "Un rendez-vous à venir y est pris. Il reste, même si vous la fermez.";
}

/** Of those that a change leaves outside of the new hours, or at the old place; null when it leaves none. */
export function outsideWords(many: number): string | null {
  if (many === 0) return null;
  return many > 1
    ? `${many} rendez-vous pris n’entrent plus dans cette plage. Ils restent où ils sont\u00a0: déplacez-les, ou prévenez.`
    : "Un rendez-vous pris n’entre plus dans cette plage. Il reste où il est\u00a0: déplacez-le, ou prévenez.";
}

/** What is said once it is closed: `Plage fermée, 2 rendez-vous y restent`. */
export function closedWords(many: number): string {
  if (many === 0) return "Plage fermée";
  return many > 1
    ? `Plage fermée, ${many} rendez-vous y restent`
    : "Plage fermée, un rendez-vous y reste";
}
