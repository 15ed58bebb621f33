/**
 * Which of ffmpeg's demuxers and protocols may open an input. A file's name and extension say nothing about what
 * ffmpeg takes it for: a text file named `.mp4` can be a concat script or a playlist that reads other files. So both
 * lists are given before every `-i`, when probing and when converting, and they are allow-lists: what opens other
 * files or addresses (concat, hls, dash, imf, image2 patterns, sdp, rtsp, vobsub), what makes something out of
 * nothing (lavfi), text drawn as video (tty, xbin and their kin) and text subtitles alone are not on them.
 *
 * Names that a build does not know are harmless (seen with builds of 2018, 2022 and 2023), so one list fits all.
 */

/** Containers and raw streams of moving pictures and sound. */
const mediaDemuxers = [
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,asf_o,flv,live_flv,rm,nut,mxf,gxf,dv,wtv,dhav,ivf',
  'mpegts,mpeg,mpegvideo,m4v,h261,h263,h264,hevc,vvc,vc1,av1,obu,dirac,avs2,avs3,cavsvideo,dnxhd,mjpeg,yuv4mpegpipe',
  'ogg,wav,w64,aiff,au,caf,voc,mp3,aac,loas,ac3,ac4,eac3,dts,dtshd,truehd,mlp',
  'flac,ape,wv,tta,tak,shn,mpc,mpc8,amr,amrnb,amrwb,dsf,oma,qcp,dss',
];

/** Single pictures and animated ones. */
const pictureDemuxers = [
  'gif,apng,ico,jpegxl_anim,bmp_pipe,dds_pipe,dpx_pipe,exr_pipe,hdr_pipe,j2k_pipe,jpeg_pipe,jpegls_pipe,jpegxl_pipe',
  'pam_pipe,pbm_pipe,pcx_pipe,pfm_pipe,pgm_pipe,phm_pipe,png_pipe,ppm_pipe,psd_pipe,qoi_pipe,sgi_pipe,sunrast_pipe',
  'tiff_pipe,webp_pipe,xbm_pipe,xpm_pipe,xwd_pipe',
];

/** Value of `-format_whitelist`. */
export const formatWhitelist: string = [...mediaDemuxers, ...pictureDemuxers].join(',');

/** Value of `-protocol_whitelist`: local files and nothing else. */
export const protocolWhitelist = 'file';

/**
 * Demuxer that must be named for a picture with this extension (lower case, no dot). Left alone, ffmpeg takes many
 * pictures for `image2`, which reads `%03d` in a name as a numbered series; the named one reads the file itself.
 */
const pictureDemuxerByExtension: Readonly<Record<string, string>> = {
  bmp: 'bmp_pipe',
  dib: 'bmp_pipe',
  dds: 'dds_pipe',
  dpx: 'dpx_pipe',
  exr: 'exr_pipe',
  hdr: 'hdr_pipe',
  j2k: 'j2k_pipe',
  j2c: 'j2k_pipe',
  jp2: 'j2k_pipe',
  jpe: 'jpeg_pipe',
  jpeg: 'jpeg_pipe',
  jpg: 'jpeg_pipe',
  jls: 'jpegls_pipe',
  jxl: 'jpegxl_pipe',
  pam: 'pam_pipe',
  pbm: 'pbm_pipe',
  pcx: 'pcx_pipe',
  pfm: 'pfm_pipe',
  pgm: 'pgm_pipe',
  phm: 'phm_pipe',
  png: 'png_pipe',
  pnm: 'ppm_pipe',
  ppm: 'ppm_pipe',
  psd: 'psd_pipe',
  qoi: 'qoi_pipe',
  rgb: 'sgi_pipe',
  rgba: 'sgi_pipe',
  sgi: 'sgi_pipe',
  ras: 'sunrast_pipe',
  sun: 'sunrast_pipe',
  // There is no targa_pipe; see `inputGuards`.
  tga: 'image2',
  tif: 'tiff_pipe',
  tiff: 'tiff_pipe',
  webp: 'webp_pipe',
  xbm: 'xbm_pipe',
  xpm: 'xpm_pipe',
  xwd: 'xwd_pipe',
};

/** The demuxer to name for a picture file, by the extension of its name; null when it is not a picture's. */
export function pictureDemuxer(extension: string): string | null {
  const key = extension.toLowerCase();
  return Object.hasOwn(pictureDemuxerByExtension, key) ? (pictureDemuxerByExtension[key] ?? null) : null;
}

/**
 * What stands before `-i` for an input that was probed as one of `formats` (`MediaFacts.formats`): both allow-lists,
 * and for a single picture its demuxer by name, so that `%03d`, `*` or `{` in the file's name mean nothing. `image2`
 * (Targa has no other) is let in for such a file alone, with patterns off. Without formats: the lists.
 */
export function inputGuards(formats: readonly string[] = []): readonly string[] {
  const lists = ['-protocol_whitelist', protocolWhitelist, '-format_whitelist'];
  const only = formats.length === 1 ? formats[0] : undefined;
  if (only === 'image2') return [...lists, 'image2', '-f', 'image2', '-pattern_type', 'none'];
  if (only?.endsWith('_pipe') === true) return [...lists, formatWhitelist, '-f', only];
  return [...lists, formatWhitelist];
}
