// Node shapes as sprites, drawn once per style by the same corners, fill and line as on paper.

import { NodeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import type { NodeStyle } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";
import { CORNERS, spread } from "./vertices";

const CELL = 128;
const COLUMNS = 8;
/** Half of a cell in radii: room for stars, whose points stand out, and for the line. */
export const REACH = 1.45;

/** Draws one style on a canvas; radius in pixels. */
export function drawShape(
  context: CanvasRenderingContext2D,
  style: NodeStyle,
  x: number,
  y: number,
  radius: number,
  line: number,
): void {
  context.beginPath();
  if (style.shape.length) {
    style.shape.forEach(([px, py], i) =>
      i ? context.lineTo(x + px * radius, y + py * radius) : context.moveTo(x + px * radius, y + py * radius),
    );
    context.closePath();
  } else {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fillStyle = style.hollow ? "#ffffff" : style.fill;
  context.fill();
  context.lineWidth = style.hollow ? line * 1.8 : line;
  context.lineJoin = "round";
  context.strokeStyle = style.line;
  context.stroke();
}

export function spriteSheet(styles: NodeStyle[]): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = CELL * COLUMNS;
  canvas.height = CELL * COLUMNS;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2D canvas");
  styles.slice(0, COLUMNS * COLUMNS).forEach((style, i) => {
    const x = ((i % COLUMNS) + 0.5) * CELL;
    const y = (Math.floor(i / COLUMNS) + 0.5) * CELL;
    drawShape(context, style, x, y, CELL / 2 / REACH, 6);
  });
  return canvas;
}

const VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute float a_sprite;
attribute float a_alpha;
attribute vec4 a_id;
attribute float a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec2 v_corner;
varying vec2 v_uv;
varying float v_alpha;
varying vec4 v_id;
const float bias = 255.0 / 254.0;
void main() {
  vec2 corner = vec2(mod(a_corner, 2.0), floor(a_corner / 2.0)) * 2.0 - 1.0;
  float size = a_size * u_correctionRatio / u_sizeRatio * 2.0 * float(${REACH});
  vec2 position = a_position + corner * size;
  gl_Position = vec4((u_matrix * vec3(position, 1)).xy, 0, 1);
  v_corner = corner * float(${REACH});
  vec2 cell = vec2(mod(a_sprite, ${COLUMNS}.0), floor(a_sprite / ${COLUMNS}.0));
  v_uv = (cell + 0.5 + vec2(corner.x, -corner.y) * 0.5) / ${COLUMNS}.0;
  v_alpha = a_alpha;
  v_id = a_id;
  v_id.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision mediump float;
uniform sampler2D u_sheet;
varying vec2 v_corner;
varying vec2 v_uv;
varying float v_alpha;
varying vec4 v_id;
void main(void) {
  #ifdef PICKING_MODE
  // a little more than the shape, so that small nodes can be hit
  gl_FragColor = length(v_corner) > 1.15 ? vec4(0.0) : v_id;
  #else
  gl_FragColor = texture2D(u_sheet, v_uv) * v_alpha;
  #endif
}`;

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_sheet"] as const;

export interface SpriteData extends NodeDisplayData {
  sprite: number;
  alpha: number;
}

/** The node program for one sheet; a sheet belongs to one view. */
export function spriteProgram(sheet: HTMLCanvasElement) {
  return class SpriteProgram extends NodeProgram<(typeof UNIFORMS)[number], NodeItem, EdgeItem> {
    private texture: WebGLTexture | null = null;

    getDefinition() {
      const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;
      return {
        VERTICES: CORNERS.length,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_sprite", size: 1, type: FLOAT },
          { name: "a_alpha", size: 1, type: FLOAT },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_corner", size: 1, type: FLOAT },
        ],
      };
    }

    processVisibleItem(nodeIndex: number, start: number, data: NodeDisplayData): void {
      const { sprite, alpha } = data as SpriteData;
      const { array } = this;
      array[start] = data.x;
      array[start + 1] = data.y;
      array[start + 2] = data.size;
      array[start + 3] = sprite;
      array[start + 4] = alpha;
      array[start + 5] = nodeIndex;
      spread(array, start, this.ATTRIBUTES_ITEMS_COUNT);
    }

    setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniformMatrix3fv(uniformLocations.u_matrix ?? null, false, params.matrix);
      gl.uniform1f(uniformLocations.u_sizeRatio ?? null, params.sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio ?? null, params.correctionRatio);
      gl.uniform1i(uniformLocations.u_sheet ?? null, 0);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, (this.texture ??= upload(gl, sheet)));
    }

    kill(): void {
      this.normalProgram.gl.deleteTexture(this.texture);
      super.kill();
    }
  };
}

function upload(gl: WebGLRenderingContext | WebGL2RenderingContext, sheet: HTMLCanvasElement): WebGLTexture {
  const texture = gl.createTexture();
  if (!texture) throw new Error("no WebGL texture");
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, sheet);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}
