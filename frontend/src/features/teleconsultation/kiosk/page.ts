import { useEffect, useState } from "react";
import { type AllWords, loadAllWords } from "./languages";

/** What a page does to be a kiosk, whoever stands in front of it. */

/** Every language, before anybody may choose one: a network that drops later takes none of them away. */
export function useAllWords(): AllWords | null {
  const [words, setWords] = useState<AllWords | null>(null);
  useEffect(() => {
    void loadAllWords().then(setWords);
  }, []);
  return words;
}

/** The kiosk is light whatever the device prefers; only the attribute changes, nothing is kept. */
export function useLightOnly(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const before = dataset.mantineColorScheme;
    dataset.mantineColorScheme = "light";
    return () => {
      dataset.mantineColorScheme = before;
    };
  }, []);
}
