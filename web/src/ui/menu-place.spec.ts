import { describe, expect, it } from '@jest/globals';
import { placeBeside } from './menu-place.ts';

const window = { width: 400, height: 600 };
const menu = { width: 180, height: 120 };
const buttonAt = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 36 });

describe('placeBeside', () => {
  it('is below its button, at the chosen side', () => {
    expect(placeBeside(buttonAt(100, 50), menu, { ...window, align: 'start' })).toEqual({
      left: 100,
      top: 90,
    });
    expect(placeBeside(buttonAt(300, 50), menu, { ...window, align: 'end' })).toEqual({ left: 160, top: 90 });
  });

  it('stays within the window', () => {
    expect(placeBeside(buttonAt(350, 50), menu, { ...window, align: 'start' }).left).toBe(212);
    expect(placeBeside(buttonAt(10, 50), menu, { ...window, align: 'end' }).left).toBe(8);
  });

  it('is above its button where there is no room below', () => {
    expect(placeBeside(buttonAt(100, 560), menu, { ...window, align: 'start' }).top).toBe(436);
  });
});
