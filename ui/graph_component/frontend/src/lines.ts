// Links as lines in screen pixels: solid or dashed, with an arrowhead where the direction says something.
// Parallel links stand side by side, `lane` pixels from the middle, so that each can be seen and hit.

import { EdgeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { EdgeStyle } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";

const VERTEX = /* glsl */ `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_color;
attribute float a_width;
attribute float a_lane;
attribute float a_radius;
attribute vec4 a_dash;
attribute float a_directed;
attribute float a_alpha;
attribute vec4 a_id;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_screen;
uniform float u_sizeRatio;
varying vec2 v_place;
varying float v_length;
varying float v_half;
varying float v_radius;
varying vec4 v_dash;
varying float v_directed;
varying float v_alpha;
varying vec4 v_color;
const float bias = 255.0 / 254.0;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1)).xy * u_screen * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1)).xy * u_screen * 0.5;
  vec2 way = end - start;
  float far = max(length(way), 0.001);
  vec2 along = way / far;
  vec2 side = vec2(-along.y, along.x);
  float half_width = max(a_width * clamp(1.0 / u_sizeRatio, 0.45, 1.3), 0.9) * 0.5;
  // room for the arrowhead and for smoothing
  float reach = half_width + 5.0;
  vec2 pixel = mix(start, end, a_corner.x) + side * (a_lane + a_corner.y * reach);
  gl_Position = vec4(pixel / (u_screen * 0.5), 0, 1);
  v_place = vec2(a_corner.x * far, a_corner.y * reach);
  v_length = far;
  v_half = half_width;
  v_radius = a_radius / u_sizeRatio;
  v_dash = a_dash;
  v_directed = a_directed;
  v_alpha = a_alpha;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec2 v_place;
varying float v_length;
varying float v_half;
varying float v_radius;
varying vec4 v_dash;
varying float v_directed;
varying float v_alpha;
varying vec4 v_color;
void main(void) {
  float across = abs(v_place.y);
  float tip = v_length - v_radius - 1.0;
  float head = v_directed > 0.5 ? 7.0 + v_half : 0.0;
  float cover = 1.0 - smoothstep(v_half - 0.5, v_half + 0.5, across);
  float period = v_dash.x + v_dash.y + v_dash.z + v_dash.w;
  if (period > 0.0) {
    float at = mod(v_place.x, period);
    if ((at > v_dash.x && at < v_dash.x + v_dash.y) || at > v_dash.x + v_dash.y + v_dash.z) cover = 0.0;
  }
  if (head > 0.0) {
    float before = tip - v_place.x;
    if (before < 0.0) cover = 0.0;
    else if (before < head) cover = 1.0 - smoothstep(before * 0.5 - 0.5, before * 0.5 + 0.5, across);
  }
  if (cover <= 0.0) discard;
  float alpha = v_color.a * v_alpha * cover;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}`;

const UNIFORMS = ["u_matrix", "u_screen", "u_sizeRatio"] as const;

export interface LineData extends EdgeDisplayData {
  lane: number;
  alpha: number;
  dash: readonly [number, number, number, number];
  directed: boolean;
}

/** On, off, on, off in pixels; all zero for a solid line. */
export function dashOf({ dash }: EdgeStyle): [number, number, number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = dash;
  return [a, b, c, d];
}

export class LineProgram extends EdgeProgram<(typeof UNIFORMS)[number], NodeItem, EdgeItem> {
  getDefinition() {
    const { UNSIGNED_BYTE, FLOAT, TRIANGLE_STRIP } = WebGLRenderingContext;
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_width", size: 1, type: FLOAT },
        { name: "a_lane", size: 1, type: FLOAT },
        { name: "a_radius", size: 1, type: FLOAT },
        { name: "a_dash", size: 4, type: FLOAT },
        { name: "a_directed", size: 1, type: FLOAT },
        { name: "a_alpha", size: 1, type: FLOAT },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [0, -1],
        [1, -1],
        [0, 1],
        [1, 1],
      ],
    };
  }

  processVisibleItem(
    edgeIndex: number,
    start: number,
    source: NodeDisplayData,
    target: NodeDisplayData,
    data: EdgeDisplayData,
  ): void {
    const { lane, alpha, dash, directed } = data as LineData;
    const array = this.array;
    array[start] = source.x;
    array[start + 1] = source.y;
    array[start + 2] = target.x;
    array[start + 3] = target.y;
    array[start + 4] = floatColor(data.color);
    array[start + 5] = data.size;
    array[start + 6] = lane;
    array[start + 7] = target.size;
    array.set(dash, start + 8);
    array[start + 12] = directed ? 1 : 0;
    array[start + 13] = alpha;
    array[start + 14] = edgeIndex;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix ?? null, false, params.matrix);
    gl.uniform2f(uniformLocations.u_screen ?? null, params.width, params.height);
    gl.uniform1f(uniformLocations.u_sizeRatio ?? null, params.sizeRatio);
  }
}
