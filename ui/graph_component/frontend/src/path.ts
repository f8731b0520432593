// A path that Python found: whether all of it can be seen, and a line that says so where it cannot.

import type { Line } from "./banner";
import type { Payload } from "./payload";
import type { Picture } from "./picture";
import type { ScreenState } from "./screen";

export interface Hidden {
  nodes: readonly string[];
  all: readonly string[];
}

export function hiddenOf(highlight: Payload["highlight"], picture: Picture, state: ScreenState): Hidden {
  if (!highlight) return { nodes: [], all: [] };
  const { graph } = picture;
  const nodes = highlight.nodes.filter((id) => graph.hasNode(id) && !picture.nodeVisible(id, state));
  const edges = highlight.edges.filter((id) => graph.hasEdge(id) && !picture.edgeVisible(id, state));
  return { nodes, all: [...nodes, ...edges] };
}

/** What to say of it; null where nothing of the path is hidden. */
export function pathLine(highlight: Payload["highlight"], { nodes, all }: Hidden, act: () => void): Line | null {
  if (!highlight || !all.length) return null;
  const title = highlight.title || "the path";
  const what = nodes.length
    ? `${nodes.length} of the ${highlight.nodes.length} nodes`
    : `${all.length} of the ${highlight.edges.length} links`;
  const are = (nodes.length || all.length) === 1 ? "is" : "are";
  return { text: `${what} of ${title} ${are} hidden by filters or removed`, button: "Show them", act };
}
