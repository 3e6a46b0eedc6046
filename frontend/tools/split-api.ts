/**
 * A plugin of the build: each function of the generated client is a module of its own, so that a screen
 * downloads the operations that it calls and not those of every other.
 *
 * The generator writes one file for all of them, which no bundler takes apart.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const GENERATED = /[\\/]src[\\/]api[\\/](sdk|@tanstack[\\/]react-query)\.gen\.ts$/;
const API = /[\\/]src[\\/]api[\\/]/;
const PART = "?part=";
const HELPERS = "$helpers";

type Parts = {
  imports: string[];
  /** What it exports, by name. */
  exported: Map<string, string>;
  /** What it keeps to itself. */
  helpers: string[];
  helperNames: string[];
};

function partsIn(source: string): Parts {
  const imports = source.match(/^import [^;]*;$/gm) ?? [];
  const statements = source.split(/^(?=(?:export )?const \w+ = )/m).slice(1);
  const named = (statement: string) => /^(?:export )?const (\w+) = /.exec(statement)?.[1] ?? "";
  const isExported = (statement: string) => statement.startsWith("export ");
  const exported = new Map(
    statements.filter(isExported).map((statement) => [named(statement), statement]),
  );
  const helpers = statements.filter((statement) => !isExported(statement));
  return { imports, exported, helpers, helperNames: helpers.map(named) };
}

export function splitApi(): Plugin {
  const read = new Map<string, Promise<Parts>>();
  function partsOf(file: string): Promise<Parts> {
    const known = read.get(file) ?? readFile(file, "utf8").then(partsIn);
    read.set(file, known);
    return known;
  }
  const importsOf = (file: string, names: string[]) =>
    names.map((name) => `import { ${name} } from ${JSON.stringify(`${file}${PART}${name}`)};`);

  return {
    name: "maillage-split-api",
    apply: "build",
    enforce: "pre",
    resolveId(source) {
      return source.includes(PART) ? { id: source, moduleSideEffects: false } : null;
    },
    async load(id) {
      const [file = "", part] = id.split(PART);
      if (part === undefined) {
        if (!GENERATED.test(id))
          return API.test(id)
            ? { code: await readFile(id, "utf8"), moduleSideEffects: false }
            : null;
        const { exported } = await partsOf(id);
        const names = [...exported.keys()];
        const code = names.map(
          (name) => `export { ${name} } from ${JSON.stringify(`${id}${PART}${name}`)};`,
        );
        return { code: code.join("\n"), moduleSideEffects: false };
      }
      const { imports, exported, helpers, helperNames } = await partsOf(file);
      if (part === HELPERS) {
        const code = [...imports, ...helpers, `export { ${helperNames.join(", ")} };`];
        return { code: code.join("\n"), moduleSideEffects: false };
      }
      const statement = exported.get(part) ?? "";
      const words = new Set(statement.match(/\b\w+\b/g));
      words.delete(part);
      const others = [...words].filter((word) => exported.has(word));
      const helped = helperNames.filter((name) => words.has(name));
      const code = [
        ...imports,
        ...importsOf(file, others),
        ...(helped.length > 0
          ? [`import { ${helped.join(", ")} } from ${JSON.stringify(`${file}${PART}${HELPERS}`)};`]
          : []),
        statement,
      ];
      return { code: code.join("\n"), moduleSideEffects: false };
    },
  };
}
