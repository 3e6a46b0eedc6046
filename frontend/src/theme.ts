import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

type Ramp = MantineColorsTuple;

const petrole: Ramp = [
  "#f1f9fd",
  "#e0f1f9",
  "#bee1f0",
  "#8ccbe6",
  "#53aed1",
  "#1c8db1",
  "#007292",
  "#005d78",
  "#00485e",
  "#003545",
];
const encours: Ramp = [
  "#f5f7ff",
  "#e9edff",
  "#d1d8fe",
  "#b1bcfd",
  "#8e99ef",
  "#6d76cf",
  "#575eae",
  "#464c90",
  "#353b71",
  "#262a53",
];
const abouti: Ramp = [
  "#f2faf4",
  "#e3f3e6",
  "#c4e5cb",
  "#97d1a6",
  "#66b67d",
  "#3b955a",
  "#267a45",
  "#1c6337",
  "#144d29",
  "#0e381e",
];
const bientot: Ramp = [
  "#fcf6ef",
  "#f8ecdd",
  "#efd6b9",
  "#e3b883",
  "#ce9549",
  "#ad7210",
  "#8e5b00",
  "#744a00",
  "#5b3900",
  "#432900",
];
const rupture: Ramp = [
  "#fff5f3",
  "#ffe8e5",
  "#ffcdc6",
  "#ffa69b",
  "#fc6e63",
  "#da433c",
  "#b72d29",
  "#97211f",
  "#771816",
  "#571210",
];
const gray: Ramp = [
  "#f8fafb",
  "#f2f5f7",
  "#e9edf0",
  "#dae1e5",
  "#c5cdd3",
  "#a0abb2",
  "#7a8790",
  "#586771",
  "#3f4e58",
  "#25343d",
];
const dark: Ramp = [
  "#e9edf0",
  "#c5cdd3",
  "#a7b1b9",
  "#707e88",
  "#283640",
  "#1e2b34",
  "#132028",
  "#0c161d",
  "#070e13",
  "#03080c",
];

/** What Mantine needs to look like Maillage: ramps, type, radius, spacing and the manners of inputs. */
export const theme = createTheme({
  primaryColor: "petrole",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  white: "#ffffff",
  black: "#132028",
  colors: { petrole, encours, abouti, bientot, rupture, gray, dark },
  fontFamily:
    "'Radio Canada Variable', 'Radio Canada', 'Segoe UI', system-ui, -apple-system, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.4", xl: "1.3" },
  headings: {
    fontFamily: "inherit",
    fontWeight: "600",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "1.2" },
      h2: { fontSize: "1.3125rem", lineHeight: "1.2" },
      h3: { fontSize: "1.125rem", lineHeight: "1.25" },
      h4: { fontSize: "1rem", lineHeight: "1.3" },
      h5: { fontSize: "0.9375rem", lineHeight: "1.35" },
      h6: { fontSize: "0.875rem", lineHeight: "1.35" },
    },
  },
  radius: { xs: "0.25rem", sm: "0.5rem", md: "0.75rem", lg: "1rem", xl: "1.25rem" },
  defaultRadius: "sm",
  spacing: { xs: "0.25rem", sm: "0.5rem", md: "0.75rem", lg: "1rem", xl: "1.5rem" },
  shadows: {
    xs: "0 1px 2px rgba(12,22,29,.06)",
    sm: "0 4px 14px rgba(12,22,29,.10), 0 1px 2px rgba(12,22,29,.06)",
    md: "0 4px 14px rgba(12,22,29,.10), 0 1px 2px rgba(12,22,29,.06)",
    lg: "0 16px 40px rgba(12,22,29,.18), 0 2px 6px rgba(12,22,29,.08)",
    xl: "0 16px 40px rgba(12,22,29,.18), 0 2px 6px rgba(12,22,29,.08)",
  },
  breakpoints: { xs: "30em", sm: "48em", md: "62em", lg: "75em", xl: "90em" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
});

/** Mantine's own surfaces, text and borders, taken from the semantic tokens of tokens.css. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--mg-bg)",
    "--mantine-color-text": "var(--mg-text)",
    "--mantine-color-bright": "var(--mg-text)",
    "--mantine-color-dimmed": "var(--mg-text-3)",
    "--mantine-color-placeholder": "var(--mg-text-3)",
    "--mantine-color-default": "var(--mg-surface)",
    "--mantine-color-default-hover": "var(--mg-hover)",
    "--mantine-color-default-color": "var(--mg-text)",
    "--mantine-color-default-border": "var(--mg-line)",
    "--mantine-color-error": "var(--mg-crit)",
    "--mantine-color-anchor": "var(--mg-accent-text)",
  };
  return { variables: {}, light: shared, dark: shared };
};
