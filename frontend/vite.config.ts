import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { splitApi } from "./tools/split-api";

const API = process.env.MAILLAGE_API ?? "http://localhost:8000";

/** What changes only with a new version of a library, so that a new version of ours leaves it in the cache. */
const VENDOR =
  /node_modules[\\/]((react|react-dom|scheduler)[\\/]|@tanstack[\\/](?!react-virtual|virtual-core))|vite[\\/]preload-helper/;
/** What eight pages use; what fewer use makes a small file of theirs. The map, with its one page, never. */
// The fields of a person stand on three forms; the words of the agenda on few pages beside it: no other screen waits for them.
const SHARED =
  /[\\/]src[\\/](?!features[\\/](death_certifications|teleconsultation)|teleconsultation-words|routes[\\/]_app[\\/]-death|features[\\/]cases[\\/]death|ui[\\/](IdentityFields|ErrorSummary|Segments|SidePanel|StopFrame|ListSheet|SelectField|Refusal|BackLink|Picker|ProfessionalPicker|WallFields)|typed\.|features[\\/]availability[\\/]agenda-words)|node_modules[\\/](@tabler|@mantine)[\\/]/;

/** What of it is of requests and of the board: the other screens go without. */
const REQUESTS =
  /[\\/]src[\\/](features[\\/](availability[\\/]absence|cases[\\/](board-words|CaseThread|timeline-words)|dispatch[\\/]coordinator|unscheduled_care[\\/]ActSheets)|routes[\\/]_app[\\/]-request|ui[\\/]MaskedIdentity)/;
/** Of these, what only a thread needs: the rows of the board are there before it. */
const THREAD = /[\\/]src[\\/]features[\\/]cases[\\/](CaseThread|timeline-words)/;
const EVERYWHERE = (id: string) => SHARED.test(id) && !REQUESTS.test(id) && !THREAD.test(id);

/** Preloads the one font file that every screen needs; its name carries a hash known only after the build. */
function preloadFont(): Plugin {
  return {
    name: "maillage-preload-font",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((name) =>
          /radio-canada-latin-wdth-normal.*\.woff2$/.test(name),
        );
        if (!font) throw new Error("The Latin font file is missing from the build.");
        return [
          {
            tag: "link",
            attrs: {
              rel: "preload",
              href: `/${font}`,
              as: "font",
              type: "font/woff2",
              crossorigin: "",
            },
            injectTo: "head",
          },
        ];
      },
    },
  };
}

/** The sheets of the entry are those that the others build on; the build links the others before them. */
function linkBaseFirst(): Plugin {
  return {
    name: "maillage-link-base-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const ordered = html.replace(
          /(<link rel="stylesheet"[^>]*shared-[^>]*>)(\s*)(<link rel="stylesheet"[^>]*index-[^>]*>)/,
          "$3$2$1",
        );
        if (!/index-[^>]*\.css">\s*<link[^>]*shared-[^>]*\.css">/.test(ordered)) {
          throw new Error("The base style sheet is not the first of the page.");
        }
        return ordered;
      },
    },
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double" }),
    react(),
    splitApi(),
    preloadFont(),
    linkBaseFirst(),
  ],
  build: {
    target: "es2022",
    manifest: true,
    assetsInlineLimit: 0,
    // Left to itself, the build makes a file of each icon that two pages share: forty requests before a
    // first screen, six at a time, each with the latency of a phone. Three files and one for each page.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "vendor", test: VENDOR },
            { name: "shared", test: EVERYWHERE, minShareCount: 8 },
            // Of the three ways in: without a name of its own, a third of the application falls into crumbs.
            { name: "entry", test: /[\\/]src[\\/]entry\./, includeDependenciesRecursively: false },
            {
              name: "thread",
              test: THREAD,
              minShareCount: 3,
              includeDependenciesRecursively: false,
            },
            {
              name: "requests",
              test: REQUESTS,
              minShareCount: 8,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": API, "/openapi.json": API, "/oauth": API } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
