import { realpath, statfs } from 'node:fs/promises';
import { runTool } from '../process/run-tool.ts';

/** Whether a folder is on another computer, or on a file system that gives no word of what others do in it. */

/** `f_type` of statfs(2): NFS, CIFS, SMB, SMB2, FUSE (sshfs, rclone …), 9p, AFS, Ceph, NCP, VirtualBox, VMware, Parallels. */
const linuxTypes: ReadonlySet<number> = new Set([
  ...[0x6969, 0xff534d42, 0x517b, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f, 0x00c36400, 0x564c],
  ...[0x786f4256, 0xbacbacbc, 0x7c7c6673],
]);

/** Judges the type that Linux gives, which comes with a sign on some computers. */
export const isNetworkType = (type: number): boolean => linuxTypes.has(type >>> 0);

/** Judges a real path of Windows: shares, also behind a drive letter. */
export const isShare = (real: string): boolean => /^(?:\\\\\?\\UNC\\|\\\\(?![?.]\\))/i.test(real);

const macTypes: ReadonlySet<string> = new Set([
  'smbfs',
  'nfs',
  'afpfs',
  'webdav',
  'cifs',
  'ftp',
  'macfuse',
  'osxfuse',
]);

/** Judges what `mount` says on a Mac about the deepest place that holds the folder: `//u@nas/x on /Volumes/x (smbfs, …)`. */
export function isNetworkMount(mounts: string, real: string): boolean {
  let deepest = '';
  let type = '';
  for (const line of mounts.split('\n')) {
    const [, at, kind] = / on (\/.*) \(([^,)]+)/.exec(line) ?? [];
    if (at === undefined || kind === undefined) continue;
    const holds = real === at || real.startsWith(at.endsWith('/') ? at : `${at}/`);
    if (holds && at.length >= deepest.length) [deepest, type] = [at, kind];
  }
  return macTypes.has(type);
}

/** Looks where a folder is. What cannot be found out counts as this computer: the folder is looked at anyway. */
export async function isOnNetwork(folder: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') return isNetworkType((await statfs(folder)).type);
    if (process.platform !== 'darwin') return isShare(await realpath(folder));
    const { stdout } = await runTool({ file: '/sbin/mount', args: [], timeoutMs: 10_000 });
    return isNetworkMount(stdout, await realpath(folder));
  } catch {
    return false;
  }
}
