import { readFileSync } from "node:fs";
import ts from "typescript";

/** A member of an interface or of a class, as a user's editor shows it. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: ts.TypeNode;
  readonly description: string;
}

/** An interface or a class of a source file. */
export interface Documented {
  readonly description: string;
  readonly members: readonly Member[];
  readonly base: string | undefined;
}

/** The interfaces and classes of a source file, by name. */
export function documentedIn(file: string): Map<string, Documented> {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = new Map<string, Documented>();
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isClassDeclaration(statement)) continue;
    const base = statement.heritageClauses?.[0]?.types[0]?.expression.getText();
    const members = membersOf(statement.members);
    found.set(statement.name?.text ?? "", { description: descriptionOf(statement), members, base });
  }
  return found;
}

/** Those of a type that is written where it is used, too. */
export function membersOf(members: ts.NodeArray<ts.TypeElement | ts.ClassElement>): Member[] {
  return members.flatMap((member) => {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return [];
    if (!member.type) return [];
    const optional = member.questionToken !== undefined;
    return [{ name: member.name.getText(), optional, type: member.type, description: descriptionOf(member) }];
  });
}

/** The text of a doc comment, one paragraph a line, without tags and examples. */
function descriptionOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  const text = doc && ts.isJSDoc(doc) ? (ts.getTextOfJSDocComment(doc.comment) ?? "") : "";
  return text
    .replace(/```[\s\S]*?```/g, "")
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " "))
    .join("\n\n");
}
