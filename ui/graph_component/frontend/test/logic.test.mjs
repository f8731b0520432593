// The parts that need no browser: the way back, hit testing, text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

async function load(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { PASSING, ScreenState } = await load("src/screen.ts");
const { nearest, within } = await load("src/hits.ts");
const { shown } = await load("src/text.ts");
const { fitted } = await load("src/fit.ts");
const { badges } = await load("src/badges.ts");
const { bars } = await load("src/histogram.ts");
const { firstSharers } = await load("src/firsts.ts");
const { arranged } = await load("src/layouts.ts");
const { ahead } = await load("src/walking.ts");
const { crosses } = await load("src/labels.ts");
const { moment, zoneName } = await load("src/zone.ts");

const { emptied, merged } = await load("src/merging.ts");

const NEUTRAL = { removed: [], hiddenLabels: [], hiddenTypes: [], moved: {}, ...PASSING, layout: "found", folds: [] };

test("removing, hiding and moving go back one by one, and forward again", () => {
  const state = new ScreenState(null);
  state.remove(["a"]);
  state.toggleLabel("Post");
  state.move("b", [1, 2]);
  const done = { ...NEUTRAL, removed: ["a"], hiddenLabels: ["Post"], moved: { b: [1, 2] } };
  assert.deepEqual(state.report(), done);
  assert.ok(state.back());
  assert.deepEqual(state.report().moved, {});
  assert.ok(state.back());
  assert.deepEqual(state.report().hiddenLabels, []);
  assert.ok(state.back());
  assert.deepEqual(state.report().removed, []);
  assert.ok(!state.back());
  while (state.forward());
  assert.deepEqual(state.report(), done);
});

test("a new step forgets what was taken back", () => {
  const state = new ScreenState(null);
  state.remove(["a"]);
  state.back();
  state.remove(["b"]);
  assert.ok(!state.forward());
  assert.deepEqual(state.report().removed, ["b"]);
});

test("no step before an arrival has the newcomers", () => {
  const state = new ScreenState(null);
  state.remove(["old"]);
  state.arrive(["old", "new"], ["new"]);
  assert.deepEqual(state.report().removed, []);
  state.back();
  assert.deepEqual(state.report().removed, ["old", "new"]);
  state.back();
  assert.deepEqual(state.report().removed, ["new"]);
  state.forward();
  state.forward();
  assert.deepEqual(state.report().removed, []);
});

test("what was taken back does not come with other arrivals, unless it is among them", () => {
  const state = new ScreenState(null);
  state.arrive(["a", "b"], ["a", "b"]);
  state.back();
  state.arrive(["b", "c"], ["c"]);
  assert.deepEqual(state.report().removed, ["a"]);
  assert.ok(state.gone("a") && !state.gone("b") && !state.gone("c"));
});

test("a hundred steps are kept", () => {
  const state = new ScreenState(null);
  for (let i = 0; i < 150; i++) state.remove([String(i)]);
  assert.equal(state.depth, 100);
});

test("a key held down is one step", () => {
  const state = new ScreenState(null);
  for (const end of [30, 20, 10]) state.filter({ time: [0, end] }, "time");
  assert.equal(state.depth, 1);
  state.filter({ minDegree: 2 });
  assert.equal(state.depth, 2);
  state.back();
  state.back();
  assert.equal(state.report().time, null);
});

test("after other arrangements everything stands as it was found", () => {
  const state = new ScreenState(null);
  state.move("a", [1, 2]);
  state.arrange("time", new Map([["a", [5, 5]], ["b", [6, 6]]]));
  state.arrange("platforms", new Map([["a", [7, 7]]]));
  assert.equal(state.report().layout, "platforms");
  state.arrange("found", new Map());
  assert.deepEqual(state.report().moved, { a: [1, 2] });
  state.back();
  assert.deepEqual(state.report().moved, { a: [7, 7] });
});

test("a reopened view begins as it was kept, without steps back", () => {
  const kept = { ...NEUTRAL, removed: ["a"], hiddenTypes: ["SHARED"], moved: { b: [3, 4] }, minDegree: 2, layout: "time" };
  const state = new ScreenState(kept);
  assert.deepEqual(state.report(), kept);
  assert.equal(state.depth, 0);
});

test("the nearest line within six pixels is hit", () => {
  const flat = { id: "flat", x1: 0, y1: 0, x2: 100, y2: 0, lane: 0 };
  const steep = { id: "steep", x1: 0, y1: 0, x2: 0, y2: 100, lane: 0 };
  for (const [x, y, expected] of [
    [50, 0, "flat"],
    [50, 5, "flat"],
    [50, 7, null],
    [2, 50, "steep"],
    [-7, 0, null],
    [105, 0, "flat"],
    [107, 0, null],
  ]) {
    assert.equal(nearest([flat, steep], x, y), expected, `${x}, ${y}`);
  }
});

test("parallel lines are told apart by their lanes", () => {
  const lanes = [-3.5, 3.5].map((lane) => ({ id: String(lane), x1: 0, y1: 0, x2: 100, y2: 0, lane }));
  assert.equal(nearest(lanes, 50, -3.5), "3.5");
  assert.equal(nearest(lanes, 50, 3.5), "-3.5");
});

test("text loses what cannot be seen and what is too long", () => {
  assert.equal(shown("a\u202eb\u200bc", 10), "a b c");
  assert.equal(shown("abcdef", 4), "abc…");
  assert.equal(shown("<b>x</b>", 20), "<b>x</b>");
  assert.equal(shown("😀😀😀", 2), "😀…");
});

test("a picture fills the frame and leaves the corner of the legend free", () => {
  const frame = { free: { left: 40, right: 740, top: 60, bottom: 610 }, taken: { right: 230, top: 330 } };
  const round = Array.from({ length: 60 }, (_, i) => ({ x: 300 * Math.cos(i / 9.55), y: 200 * Math.sin(i / 9.55) }));
  const { ratio, x, y } = fitted(round, { ...frame, least: [600, 400] });
  const placed = round.map((point) => ({ x: x + point.x / ratio, y: y + point.y / ratio }));
  assert.ok(placed.every((point) => !(point.x < 230 && point.y > 330)));
  assert.ok(placed.every((point) => point.x > 39 && point.x < 741 && point.y > 59 && point.y < 611));
  // beside the legend it would be 510 pixels wide
  assert.ok(600 / ratio > 525);
});

test("a full square stands beside the legend", () => {
  const corners = [{ x: 0, y: 0 }, { x: 500, y: 0 }, { x: 0, y: 500 }, { x: 500, y: 500 }];
  const free = { left: 40, right: 740, top: 60, bottom: 610 };
  const { ratio, x } = fitted(corners, { free, taken: { right: 230, top: 70 }, least: [500, 500] });
  assert.ok(x - 250 / ratio >= 229);
});

test("a line around nodes holds what lies inside", () => {
  const corner = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 50, y: 20 }, { x: 0, y: 100 }];
  assert.ok(within(corner, 10, 50));
  assert.ok(!within(corner, 50, 60));
  assert.ok(!within(corner, 101, 50));
});

test("platforms have different letters", () => {
  assert.deepEqual(badges(["X", "Facebook", "Telegram", "TikTok"]), ["X", "F", "Te", "Ti"]);
  assert.deepEqual(badges(["Twitter", "Twitch", "!"]), ["T1", "T2", "?"]);
});

test("vague times are bars as wide as they are vague", () => {
  const day = 86_400_000;
  const found = bars(
    [
      { at: day + 5, precision: 2, passes: true },
      { at: day + 7, precision: 2, passes: false },
      { at: day + 5, precision: 0, passes: true },
    ],
    day,
    1_000,
  );
  assert.deepEqual(found, [
    { from: day, to: day + 1_000, count: 1, passing: 1, vague: false },
    { from: day, to: 2 * day, count: 2, passing: 1, vague: true },
  ]);
});

test("the first to share a thing is told only where the times tell", () => {
  const of = (from, precision = from.map(() => 0)) =>
    firstSharers({
      edgeStyles: [{ type: "POSTED" }, { type: "SHARED" }],
      edges: { style: from.map(() => 1), target: from.map(() => 7), from, precision },
    });
  assert.deepEqual([...of([30, 10, 20])], [1]);
  assert.deepEqual([...of([10, 10, 20])], []);
  assert.deepEqual([...of([10])], []);
  assert.deepEqual([...of([10, null])], []);
  assert.deepEqual([...of([0, 3_000], [1, 1])], []);
});

test("by time the earlier stands left, and everything stays in the frame", () => {
  const nodes = Array.from({ length: 200 }, (_, i) => ({ id: `n${i}`, x: (i * 37) % 500, y: (i * 91) % 400, at: i % 9 ? i * 1_000 : null, platform: (i % 3) - 1 }));
  const { places } = arranged("time", nodes, [], String);
  assert.ok(places.get("n1")[0] < places.get("n100")[0]);
  assert.ok(places.get("n0")[0] < places.get("n1")[0]);
  assert.deepEqual([...places], [...arranged("time", nodes, [], String).places]);
  for (const layout of ["time", "platforms"]) {
    const found = [...arranged(layout, nodes, [{ word: "X" }, { word: "VK" }], String).places.values()];
    assert.equal(found.length, 200);
    assert.ok(found.every(([x, y]) => x >= 0 && x <= 500 && y >= 0 && y <= 400));
    assert.equal(new Set(found.map(String)).size, 200);
  }
});

test("platforms stand in columns, and what is on none between them", () => {
  const nodes = [0, 1, -1].map((platform, i) => ({ id: `n${i}`, x: i * 200, y: 0, at: null, platform }));
  const { places, captions } = arranged("platforms", nodes, [{ word: "X" }, { word: "VK" }], String);
  assert.deepEqual(captions.map(({ text }) => text), ["X", "on no platform", "VK"]);
  assert.ok(places.get("n0")[0] < places.get("n2")[0] && places.get("n2")[0] < places.get("n1")[0]);
});

test("the head of a column reaches over all of it", () => {
  const nodes = Array.from({ length: 60 }, (_, i) => ({ id: `n${i}`, x: i * 10, y: 0, at: null, platform: 0 }));
  const { places, captions } = arranged("platforms", nodes, [{ word: "X" }], String);
  const xs = [...places.values()].map(([x]) => x);
  assert.deepEqual(captions, [{ text: "X", x: 295, span: [Math.min(...xs), Math.max(...xs)] }]);
  assert.ok(captions[0].span[0] < captions[0].span[1]);
});

test("the next node is the nearest straight ahead", () => {
  const points = [["here", 0, 0], ["near", 30, 5], ["nearer but aside", 20, 19], ["behind", -5, 0], ["above", 0, -40]];
  assert.equal(ahead(points, [0, 0], [1, 0]), "near");
  assert.equal(ahead(points, [0, 0], [-1, 0]), "behind");
  assert.equal(ahead(points, [0, 0], [0, -1]), "above");
  assert.equal(ahead(points, [0, 0], [0, 1]), null);
});

test("a name lies over a disc only where it touches its round", () => {
  const name = [10, 10, 60, 24];
  assert.ok(crosses(name, [30, 30, 7]));
  assert.ok(!crosses(name, [30, 30, 6]));
  assert.ok(!crosses(name, [65, 29, 7]), "a corner of its square would");
  assert.ok(crosses(name, [30, 15, 4]));
});

test("times are written in a chosen zone", () => {
  assert.equal(moment(Date.UTC(2022, 9, 1, 20, 30), 480), "2022-10-02 04:30");
  assert.equal(zoneName(-570), "UTC−09:30");
  assert.equal(zoneName(0), "UTC");
  assert.equal(moment(NaN, 0), "");
});

const message = (revision, base, ids, x, links) => ({
  view: "v",
  revision,
  base,
  nodes: { id: ids, x },
  edges: { id: links.map(([id]) => id), target: links.map(([, target]) => target) },
  screen: base === null ? { removed: ["z"] } : null,
});

test("what is sent as differences is laid over what was read before", () => {
  const whole = merged(null, message(0, null, ["a", "b"], [1, 2], [["l", 1]]));
  const grown = merged(whole, message(1, 0, ["c", "b"], [3, 5], [["m", 2]]));
  assert.deepEqual(grown.nodes, { id: ["a", "b", "c"], x: [1, 5, 3] });
  assert.deepEqual(grown.edges, { id: ["l", "m"], target: [1, 2] });
  assert.deepEqual([...grown.changed.nodes, ...grown.changed.edges], ["c", "b", "m"]);
  assert.deepEqual(grown.screen, { removed: ["z"] });
  assert.deepEqual(merged(grown, message(1, 1, [], [], [])).nodes, grown.nodes);
});

test("differences from something else are not laid over anything", () => {
  const whole = merged(null, message(0, null, ["a"], [1], []));
  assert.equal(merged(null, message(1, 0, ["b"], [2], [])), null);
  assert.equal(merged(whole, message(2, 1, ["b"], [2], [])), null);
  assert.equal(merged({ ...whole, view: "w" }, message(1, 0, ["b"], [2], [])), null);
  const nothing = emptied(message(1, 0, ["b"], [2], []));
  assert.equal(nothing.view, "");
  assert.deepEqual(nothing.nodes, { id: [], x: [] });
});
