import type { BrowserWindowConstructorOptions } from 'electron';

/** Colours around the page that the page cannot draw itself; they are those of `renderer/tokens.css`. */
const colours = {
  light: { main: '#fdfefe', panel: '#f4f6f6', symbol: '#48565a' },
  dark: { main: '#1a2021', panel: '#1f2627', symbol: '#b0bcbc' },
} as const;

/** Height of the window's own buttons: the inspector begins below them. */
const overlayHeight = 36;

export interface Overlay {
  readonly color: string;
  readonly symbolColor: string;
  readonly height: number;
}

/** What lies behind the page before its first paint. */
export function backgroundColour(dark: boolean): string {
  return colours[dark ? 'dark' : 'light'].main;
}

/**
 * The window's buttons at the top right. Windows lets the page through behind them; Linux draws the desktop's own grey
 * where no colour is, so there they stand on that of the inspector, which is what lies below them.
 */
export function overlay(platform: NodeJS.Platform, dark: boolean): Overlay {
  const { panel, symbol } = colours[dark ? 'dark' : 'light'];
  return { color: platform === 'win32' ? '#00000000' : panel, symbolColor: symbol, height: overlayHeight };
}

/** The frame of the window on each platform: the page draws the title bar itself. */
export function frameOptions(
  platform: NodeJS.Platform,
  dark: boolean,
): Pick<
  BrowserWindowConstructorOptions,
  'titleBarStyle' | 'titleBarOverlay' | 'trafficLightPosition' | 'backgroundColor' | 'autoHideMenuBar'
> {
  const backgroundColor = backgroundColour(dark);
  if (platform === 'darwin') {
    return { titleBarStyle: 'hidden', trafficLightPosition: { x: 14, y: 13 }, backgroundColor };
  }
  return {
    titleBarStyle: 'hidden',
    titleBarOverlay: { ...overlay(platform, dark) },
    autoHideMenuBar: true,
    backgroundColor,
  };
}
