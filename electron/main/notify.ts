import { Notification } from 'electron';
import type { AppWindow } from './window.ts';

/** Says something through the system, where it can; a click brings the window to the front. */
export function notify(
  { title, body }: { readonly title: string; readonly body: string },
  window: Pick<AppWindow, 'show'>,
): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  notification.on('click', () => window.show());
  notification.show();
}
