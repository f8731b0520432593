// The parts that need no browser: the way back, hit testing, text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

async function load(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { ScreenState } = await load("src/screen.ts");
const { nearest } = await load("src/hits.ts");
const { shown } = await load("src/text.ts");
const { fitted } = await load("src/fit.ts");

test("removing, hiding and moving go back one by one", () => {
  const state = new ScreenState(null);
  state.remove(["a"]);
  state.toggleLabel("Post");
  state.move("b", [1, 2]);
  assert.deepEqual(state.report(), { removed: ["a"], hiddenLabels: ["Post"], hiddenTypes: [], moved: { b: [1, 2] } });
  assert.ok(state.back());
  assert.deepEqual(state.report().moved, {});
  assert.ok(state.back());
  assert.deepEqual(state.report().hiddenLabels, []);
  assert.ok(state.back());
  assert.deepEqual(state.report().removed, []);
  assert.ok(!state.back());
});

test("the step back from an arrival is the view without the newcomers", () => {
  const state = new ScreenState(null);
  state.remove(["old"]);
  state.arrive(["old", "new"]);
  assert.deepEqual(state.report().removed, []);
  state.back();
  assert.deepEqual(state.report().removed, ["old", "new"]);
  state.back();
  assert.deepEqual(state.report().removed, []);
});

test("a reopened view begins as it was kept, without steps back", () => {
  const kept = { removed: ["a"], hiddenLabels: [], hiddenTypes: ["SHARED"], moved: { b: [3, 4] } };
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
