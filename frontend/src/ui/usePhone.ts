import { useMediaQuery } from "@mantine/hooks";

/** Whether the window is as narrow as a phone's, as the style sheets count. */
export function usePhone(): boolean {
  return useMediaQuery("(max-width: 47.99em)", false, { getInitialValueInEffect: false });
}
