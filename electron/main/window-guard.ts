import { app, session } from 'electron';
import { isAllowed } from './permissions.ts';

/**
 * What a page may never do, whatever runs in it: open windows, go elsewhere, embed other pages, or have the camera
 * and the like. Numbers 5, 12, 13, 14 of Electron's security list.
 */
export function guardWindows(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler(
    (_contents, permission, answer, { requestingUrl, isMainFrame }) =>
      answer(isAllowed(permission, requestingUrl, isMainFrame)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, { requestingUrl, isMainFrame }) =>
    isAllowed(permission, requestingUrl ?? origin, isMainFrame),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
}
