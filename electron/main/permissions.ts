import { appOrigin } from './page-files.ts';

/**
 * Whether a page may have what it asks the system for. One thing is given, and only to our own page in the main frame:
 * to fill the screen, which the player in the preview does.
 */
export function isAllowed(permission: string, page: string, mainFrame: boolean): boolean {
  return permission === 'fullscreen' && mainFrame && page.startsWith(`${appOrigin}/`);
}
