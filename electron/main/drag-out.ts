import path from 'node:path';
import { app, nativeImage } from 'electron';

/** Lets a drag that began on a row carry its finished files out of the window. */
export async function dragOut(contents: Electron.WebContents, results: readonly string[]): Promise<void> {
  // An HLS result is a folder; its playlist alone plays nothing.
  const files = results.map((file) => (path.basename(file) === 'master.m3u8' ? path.dirname(file) : file));
  const [first] = files;
  if (first === undefined) return;
  // An empty picture is refused by macOS, and a missing one everywhere.
  const icon = await app.getFileIcon(first, { size: 'normal' }).catch(() => nativeImage.createEmpty());
  contents.startDrag({ file: first, files, icon });
}
