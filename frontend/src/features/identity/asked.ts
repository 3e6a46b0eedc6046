/** The title above a second factor, wherever one is asked. */
export const ASKED = "C’est bien vous\u00a0?";
