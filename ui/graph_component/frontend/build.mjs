// Builds src/ into ../dist/graph.js: one ES module with its styles inside, and the licences of what is bundled beside it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/index.ts"],
  outfile: "../dist/graph.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "eof",
  banner: { js: "/*! Built from ui/graph_component/frontend. Licences of what is bundled: NOTICE.txt beside this file. */" },
  loader: { ".css": "text" },
  logLevel: "warning",
  metafile: true,
});

const bundled = new Set(
  Object.keys(metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter((name) => name !== undefined),
);
const notices = [...bundled].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim().replaceAll("\r\n", "\n") : license;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync("../dist/NOTICE.txt", `graph.js bundles:\n\n${notices.join(`\n${"-".repeat(72)}\n\n`)}`);
