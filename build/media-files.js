/**
 * Files that a system offers Convoy for in "open with". Convoy is never made the program that opens them by itself:
 * who clicks on a film wants to see it.
 */
export const mediaFiles = [
  { name: 'Video', mime: 'video/mp4', ext: ['mp4', 'm4v'] },
  { name: 'Video', mime: 'video/quicktime', ext: ['mov'] },
  { name: 'Video', mime: 'video/x-matroska', ext: ['mkv'] },
  { name: 'Video', mime: 'video/webm', ext: ['webm'] },
  { name: 'Video', mime: 'video/x-msvideo', ext: ['avi'] },
  { name: 'Video', mime: 'video/x-ms-wmv', ext: ['wmv'] },
  { name: 'Video', mime: 'video/mpeg', ext: ['mpg', 'mpeg'] },
  { name: 'Video', mime: 'video/mp2t', ext: ['m2ts', 'mts'] },
  { name: 'Video', mime: 'video/3gpp', ext: ['3gp'] },
  { name: 'Sound', mime: 'audio/mpeg', ext: ['mp3'] },
  { name: 'Sound', mime: 'audio/mp4', ext: ['m4a'] },
  { name: 'Sound', mime: 'audio/aac', ext: ['aac'] },
  { name: 'Sound', mime: 'audio/ogg', ext: ['ogg', 'opus'] },
  { name: 'Sound', mime: 'audio/x-wav', ext: ['wav'] },
  { name: 'Sound', mime: 'audio/flac', ext: ['flac'] },
  { name: 'Sound', mime: 'audio/x-aiff', ext: ['aif', 'aiff'] },
  { name: 'Picture', mime: 'image/jpeg', ext: ['jpg', 'jpeg'] },
  { name: 'Picture', mime: 'image/png', ext: ['png', 'apng'] },
  { name: 'Picture', mime: 'image/webp', ext: ['webp'] },
  { name: 'Picture', mime: 'image/avif', ext: ['avif'] },
  { name: 'Picture', mime: 'image/heic', ext: ['heic', 'heif'] },
  { name: 'Picture', mime: 'image/tiff', ext: ['tif', 'tiff'] },
  { name: 'Picture', mime: 'image/gif', ext: ['gif'] },
  { name: 'Picture', mime: 'image/svg+xml', ext: ['svg'] },
];
