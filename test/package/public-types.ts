import { join } from "node:path";
import ts from "typescript";

/** What a program can import from an entry point: each public name, with its types and without comments. */
export function publicTypes(declarations: string): string {
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, types: ["node"] };
  const program = ts.createProgram([declarations], options);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(declarations);
  const module = entry && checker.getSymbolAtLocation(entry);
  if (!module) throw new Error(`${declarations} exports nothing`);
  const printer = ts.createPrinter({ removeComments: true });
  return checker
    .getExportsOfModule(module)
    .map((exported) => ({ name: exported.name, symbol: resolved(exported, checker) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, symbol }) => {
      const texts = (symbol.declarations ?? []).map((declaration) =>
        printer.printNode(ts.EmitHint.Unspecified, statementOf(declaration), declaration.getSourceFile()),
      );
      return `// ${name}\n${texts.join("\n")}\n`;
    })
    .join("\n");
}

/** A name that is passed on stands for what it names. */
function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** `const name: type` as a whole, in place of `name: type`. */
function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/** The declarations of the entry points, by the name in `exports` of the package. */
export function entryPoints(root: string, exported: Record<string, { types?: string }>): [string, string][] {
  return Object.entries(exported).flatMap(([name, { types }]) => (types ? [[name, join(root, types)]] : []));
}
