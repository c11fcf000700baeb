interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 4;
const EDGE_PX = 8;

/** Where a menu stands: below its button, above where there is more room, and never beyond the edge of the window. */
export function placeBeside(
  button: Box,
  menu: Size,
  { align, width, height }: Size & { readonly align: 'start' | 'end' },
): { left: number; top: number } {
  const wished = align === 'start' ? button.left : button.right - menu.width;
  const left = Math.max(EDGE_PX, Math.min(wished, width - menu.width - EDGE_PX));
  const below = button.bottom + GAP_PX;
  const hasRoomBelow = below + menu.height <= height - EDGE_PX;
  const isBetterBelow = hasRoomBelow || button.top < height - button.bottom;
  return { left, top: isBetterBelow ? below : Math.max(EDGE_PX, button.top - GAP_PX - menu.height) };
}
