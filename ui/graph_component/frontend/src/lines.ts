// Links as lines in screen pixels: solid or dashed, with an arrowhead where the direction says something.
// Parallel links stand side by side, `lane` pixels from the middle, so that each can be seen and hit.

import { EdgeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { EdgeStyle } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";
import { CORNERS, spread } from "./vertices";

const vertexShader = (styles: number) => /* glsl */ `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_color;
attribute float a_width;
attribute float a_lane;
attribute float a_radius;
attribute float a_style;
attribute float a_alpha;
attribute vec4 a_id;
attribute float a_corner;
uniform vec4 u_dash[${styles}];
uniform float u_directed[${styles}];
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
  int style = int(a_style + 0.5);
  float directed = u_directed[style];
  // from the one end to the other, and from one side to the other
  float from = mod(a_corner, 2.0);
  float way_over = floor(a_corner / 2.0) * 2.0 - 1.0;
  vec2 start = (u_matrix * vec3(a_start, 1)).xy * u_screen * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1)).xy * u_screen * 0.5;
  vec2 way = end - start;
  float far = max(length(way), 0.001);
  vec2 along = way / far;
  vec2 side = vec2(-along.y, along.x);
  float half_width = max(a_width * clamp(1.0 / u_sizeRatio, 0.45, 1.3), 0.9) * 0.5;
  // room for smoothing, and for the arrowhead where there is one: what is drawn empty is drawn all the same
  float reach = half_width + (directed > 0.5 ? 5.0 : 0.5);
  vec2 pixel = mix(start, end, from) + side * (a_lane + way_over * reach);
  gl_Position = vec4(pixel / (u_screen * 0.5), 0, 1);
  v_place = vec2(from * far, way_over * reach);
  v_length = far;
  v_half = half_width;
  v_radius = a_radius / u_sizeRatio;
  v_dash = u_dash[style];
  v_directed = directed;
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
  float cover = 1.0 - smoothstep(v_half - 0.5, v_half + 0.5, across);
  #ifndef PLAIN
  float tip = v_length - v_radius - 1.0;
  float head = v_directed > 0.5 ? 7.0 + v_half : 0.0;
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
  #endif
  if (cover <= 0.0) discard;
  float alpha = v_color.a * v_alpha * cover;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}`;

const UNIFORMS = ["u_matrix", "u_screen", "u_sizeRatio", "u_dash", "u_directed"] as const;

export interface LineData extends EdgeDisplayData {
  lane: number;
  alpha: number;
  style: number;
}

/** Whether a link of this style is a plain line; most are, and without a graphics card the rest takes twice as long. */
export function isPlain(style: EdgeStyle | undefined): boolean {
  return style !== undefined && !style.directed && !style.dash.length;
}

/** The link program for these styles; `plain`: of links that `isPlain` holds of. */
export function lineProgram(styles: EdgeStyle[], plain: boolean) {
  const dashes = new Float32Array(styles.flatMap(dashOf));
  const directed = new Float32Array(styles.map((style) => (style.directed ? 1 : 0)));
  return class LineProgram extends EdgeProgram<(typeof UNIFORMS)[number], NodeItem, EdgeItem> {
    getDefinition() {
      const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;
      return {
        VERTICES: CORNERS.length,
        VERTEX_SHADER_SOURCE: vertexShader(styles.length),
        FRAGMENT_SHADER_SOURCE: `${plain ? "#define PLAIN\n" : ""}${FRAGMENT}`,
        METHOD: TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_start", size: 2, type: FLOAT },
          { name: "a_end", size: 2, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_width", size: 1, type: FLOAT },
          { name: "a_lane", size: 1, type: FLOAT },
          { name: "a_radius", size: 1, type: FLOAT },
          { name: "a_style", size: 1, type: FLOAT },
          { name: "a_alpha", size: 1, type: FLOAT },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_corner", size: 1, type: FLOAT },
        ],
      };
    }

    processVisibleItem(edgeIndex: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
      const { lane, alpha, style } = data as LineData;
      const { array } = this;
      array[start] = source.x;
      array[start + 1] = source.y;
      array[start + 2] = target.x;
      array[start + 3] = target.y;
      array[start + 4] = floatColor(data.color);
      array[start + 5] = data.size;
      array[start + 6] = lane;
      array[start + 7] = target.size;
      array[start + 8] = style;
      array[start + 9] = alpha;
      array[start + 10] = edgeIndex;
      spread(array, start, this.ATTRIBUTES_ITEMS_COUNT);
    }

    setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniformMatrix3fv(uniformLocations.u_matrix ?? null, false, params.matrix);
      gl.uniform2f(uniformLocations.u_screen ?? null, params.width, params.height);
      gl.uniform1f(uniformLocations.u_sizeRatio ?? null, params.sizeRatio);
      gl.uniform4fv(uniformLocations.u_dash ?? null, dashes);
      gl.uniform1fv(uniformLocations.u_directed ?? null, directed);
    }
  };
}

/** On, off, on, off in pixels; all zero for a solid line. */
function dashOf({ dash }: EdgeStyle): [number, number, number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = dash;
  return [a, b, c, d];
}
