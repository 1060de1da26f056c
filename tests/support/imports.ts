import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { parse } from 'vue/compiler-sfc';
import ts from 'typescript';

/** One file and what it imports: repository paths for files, bare names for packages, `node:` for Node's own. */
export interface Source {
  file: string;
  imports: string[];
}

const IMPORTABLE = /\.(ts|js|vue)$/;

/** Reads the imports of every source file under the folders, type-only ones too: they are knowledge as well. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((file) => IMPORTABLE.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => ({ file, imports: importsOf(file, readFileSync(join(root, file), 'utf8')) }));
}

/** The imports of one file's text. */
export function importsOf(file: string, text: string): string[] {
  return scriptsOf(file, text)
    .flatMap((script) => ts.preProcessFile(script, true, true).importedFiles.map((imported) => imported.fileName))
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name));
}

function scriptsOf(file: string, text: string): string[] {
  if (!file.endsWith('.vue')) return [text];
  const { descriptor } = parse(text, { filename: file });
  return [descriptor.script?.content, descriptor.scriptSetup?.content].filter((script) => script !== undefined);
}

/** Relative imports that lead to no file: a rule about a path that is not there would never bite. */
export function missing(root: string, sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports.filter((name) => /^(client|server|shared|tests)\//.test(name) && !existsSync(join(root, name.replace(/\?.*$/, '')))).map((name) => `${file} → ${name}`),
  );
}

/** The first cycle found, as the files along it, or undefined. */
export function findCycle(sources: readonly Source[]): string[] | undefined {
  const graph = new Map(sources.map(({ file, imports }) => [file, imports]));
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = graph.has(next) ? visit(next, [...path, file]) : undefined;
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const { file } of sources) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
