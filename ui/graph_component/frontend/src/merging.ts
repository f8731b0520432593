// What is sent as differences, laid over what was read before.

import type { EdgeColumns, Message, NodeColumns, Payload } from "./payload";

/** The payload that a message makes of the one before it; null where it builds on another, so that the whole is needed. */
export function merged(before: Payload | null, { base, ...message }: Message): Payload | null {
  if (base === null) return { ...message, changed: null };
  if (!before || before.view !== message.view || before.revision !== base) return null;
  lay(before.nodes, message.nodes);
  lay(before.edges, message.edges);
  return {
    ...message,
    nodes: before.nodes,
    edges: before.edges,
    screen: before.screen,
    changed: { nodes: new Set(message.nodes.id), edges: new Set(message.edges.id) },
  };
}

/** The payload without a picture: what a place is made of until the whole comes. */
export function emptied({ base: _, ...message }: Message): Payload {
  return { ...message, view: "", revision: 0, nodes: none(message.nodes), edges: none(message.edges) };
}

function none<C extends NodeColumns | EdgeColumns>(columns: C): C {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, []])) as unknown as C;
}

/** Puts rows over those of the same id, and the others at the end; the columns stay the same objects. */
function lay<C extends NodeColumns | EdgeColumns>(columns: C, rows: C): void {
  if (!rows.id.length) return;
  const at = new Map(columns.id.map((id, i) => [id, i]));
  const places = rows.id.map((id) => at.get(id) ?? at.set(id, at.size).size - 1);
  for (const name of Object.keys(columns) as (keyof C)[]) {
    const [column, given] = [columns[name], rows[name]] as [unknown[], unknown[]];
    places.forEach((place, i) => (column[place] = given[i]));
  }
}
