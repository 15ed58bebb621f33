import { app, nativeImage } from 'electron';

/** Lets a drag that began on a row carry its finished files out of the window. */
export async function dragOut(contents: Electron.WebContents, files: readonly string[]): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  // An empty picture is refused by macOS, and a missing one everywhere.
  const icon = await app.getFileIcon(first, { size: 'normal' }).catch(() => nativeImage.createEmpty());
  contents.startDrag({ file: first, files: [...files], icon });
}
