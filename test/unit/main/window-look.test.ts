import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameOptions, overlay } from '../../../electron/main/window-look.ts';
import { root } from '../../support/media.ts';

/** Day and night value of a token of the window. */
function token(name: string): readonly [string, string] {
  const css = readFileSync(path.join(root, 'renderer/tokens.css'), 'utf8');
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\);`).exec(css);
  return [found?.[1] ?? '', found?.[2] ?? ''];
}

describe('the frame of the window', () => {
  it('has the colours of the page', () => {
    const of = (dark: boolean) => [
      frameOptions('linux', dark).backgroundColor,
      overlay('linux', dark).color,
      overlay('linux', dark).symbolColor,
    ];
    const [main, panel, text] = ['bg-main', 'bg-panel', 'text-2'].map(token);
    expect(of(false)).toEqual([main?.[0], panel?.[0], text?.[0]]);
    expect(of(true)).toEqual([main?.[1], panel?.[1], text?.[1]]);
  });

  it('is drawn by the page, around the buttons of each system', () => {
    expect(frameOptions('darwin', false)).toEqual({
      titleBarStyle: 'hidden',
      trafficLightPosition: { x: 14, y: 13 },
      backgroundColor: '#fdfefe',
    });
    expect(frameOptions('win32', true)).toEqual({
      titleBarStyle: 'hidden',
      titleBarOverlay: { color: '#00000000', symbolColor: '#b0bcbc', height: 36 },
      autoHideMenuBar: true,
      backgroundColor: '#1a2021',
    });
  });
});
