import { lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../publish/file-errors.ts';
import { moveToName } from '../publish/move-file.ts';

/**
 * The trash of Linux desktops, as freedesktop.org specifies it (Trash 1.0): `files` holds what was thrown away, `info` a
 * note beside each with its old path and the day. Needs no desktop to run, and any file manager shows what is in it.
 */

/** Names that are tried when others of the name are in the trash already. */
const maxNumber = 10_000;

/**
 * Puts a file or a folder into the trash of its disk. Gives its path there.
 *
 * Throws system errors, and then it is where it was.
 *
 * @param file absolute
 * @param homeTrash `$XDG_DATA_HOME/Trash`
 */
export async function putIntoTrash(file: string, homeTrash: string, now: Date): Promise<string> {
  const { trash, top } = await trashFor(file, homeTrash);
  const [files, info] = [path.join(trash, 'files'), path.join(trash, 'info')];
  for (const folder of [files, info]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const note = noteOf(top === null ? file : path.relative(top, file), now);
  const { name, ext } = path.parse(file);
  for (let n = 1; n <= maxNumber; n++) {
    const taken = n === 1 ? `${name}${ext}` : `${name} ${n}${ext}`;
    const about = path.join(info, `${taken}.trashinfo`);
    const target = path.join(files, taken);
    try {
      // The note is made first, and made only by one: that is how a name is taken.
      await writeFile(about, note, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (systemCode(error) === 'EEXIST') continue;
      throw error;
    }
    try {
      if (await isThere(target)) continue;
      await rename(file, target);
      return target;
    } finally {
      if (!(await isThere(target)) || (await isThere(file))) await rm(about, { force: true });
    }
  }
  throw new Error('the trash is full of files of this name');
}

/**
 * Takes a file out of a trash, to this very path. Throws `EEXIST` when something is there, and other system errors; then
 * it is still in the trash.
 *
 * @param trashed what `putIntoTrash` gave
 */
export async function takeFromTrash(trashed: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await moveToName(trashed, to);
  const about = path.join(path.dirname(path.dirname(trashed)), 'info', `${path.basename(trashed)}.trashinfo`);
  // A note without a file is shown by nobody, and tidied by the next file manager.
  await rm(about, { force: true }).catch(() => undefined);
}

/** The home trash for what lies on its disk, else one at the top of the file's. `top` null = paths are whole in it. */
async function trashFor(
  file: string,
  homeTrash: string,
): Promise<{ readonly trash: string; readonly top: string | null }> {
  await mkdir(homeTrash, { recursive: true, mode: 0o700 });
  const [here, there] = await Promise.all([lstat(file), stat(homeTrash)]);
  if (here.dev === there.dev) return { trash: homeTrash, top: null };
  const top = await topOf(file, here.dev);
  const user = String(process.getuid?.() ?? 0);
  const shared = path.join(top, '.Trash');
  const stats = await lstat(shared).catch(() => null);
  // Made by an administrator for everybody; without the sticky bit others could take our files out of it.
  const isGood = stats?.isDirectory() === true && (stats.mode & 0o1000) !== 0;
  if (isGood) {
    const own = path.join(shared, user);
    const made = await mkdir(own, { recursive: true, mode: 0o700 }).then(
      () => true,
      () => false,
    );
    if (made) return { trash: own, top };
  }
  return { trash: path.join(top, `.Trash-${user}`), top };
}

/** The highest folder that lies on the same disk. */
async function topOf(file: string, device: number): Promise<string> {
  for (let folder = path.dirname(file); ;) {
    const above = path.dirname(folder);
    if (above === folder || (await stat(above)).dev !== device) return folder;
    folder = above;
  }
}

/** The path is encoded like that of an address; the day is the one on the clock of the person. */
function noteOf(file: string, now: Date): string {
  const encoded = file.split(path.sep).map(encodeURIComponent).join('/');
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  return `[Trash Info]\nPath=${encoded}\nDeletionDate=${day}T${time}\n`;
}

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );
