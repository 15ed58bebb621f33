import { describe, expect, it } from 'vitest';
import { formatWhitelist, inputGuards, pictureDemuxer } from '../../../shared/plan/demuxers.ts';

const allowed = formatWhitelist.split(',');

describe('formatWhitelist', () => {
  it('lets in no demuxer that opens other files or addresses, invents media or draws text', () => {
    const dangerous = [
      ...['concat', 'concatf', 'hls', 'applehttp', 'dash', 'imf', 'webm_dash_manifest', 'sdp', 'rtsp', 'rtp'],
      ...['image2', 'image2pipe', 'lavfi', 'tee', 'vobsub', 'ffmetadata', 'data', 'rawvideo', 'svg_pipe'],
      ...['tty', 'xbin', 'bin', 'adf', 'idf', 'srt', 'ass', 'webvtt', 'x11grab', 'alsa', 'v4l2', 'fbdev'],
    ];
    expect(dangerous.filter((name) => allowed.includes(name))).toEqual([]);
  });

  it('names every demuxer once', () => {
    expect(allowed.filter((name, at) => allowed.indexOf(name) !== at)).toEqual([]);
  });

  it('lets in every demuxer that a picture is named for, but image2', () => {
    const named = ['bmp', 'jpg', 'JPEG', 'jxl', 'psd', 'qoi', 'exr', 'dds', 'pnm', 'tiff', 'webp'].map(
      pictureDemuxer,
    );
    expect(named.filter((name) => name === null || !allowed.includes(name))).toEqual([]);
  });
});

describe('pictureDemuxer', () => {
  it('knows pictures by their extension and nothing else', () => {
    expect(['JPG', 'tga', 'mp4', '', 'constructor'].map(pictureDemuxer)).toEqual([
      'jpeg_pipe',
      'image2',
      null,
      null,
      null,
    ]);
  });
});

describe('inputGuards', () => {
  const lists = ['-protocol_whitelist', 'file', '-format_whitelist', formatWhitelist];

  it('gives both lists and nothing else for media', () => {
    expect([inputGuards(), inputGuards(['matroska', 'webm']), inputGuards(['gif'])]).toEqual([
      lists,
      lists,
      lists,
    ]);
  });

  it('names the demuxer of a picture, so that its file name is no pattern', () => {
    expect(inputGuards(['bmp_pipe'])).toEqual([...lists, '-f', 'bmp_pipe']);
  });

  it('lets image2 in alone and with patterns off', () => {
    expect(inputGuards(['image2'])).toEqual([
      ...['-protocol_whitelist', 'file', '-format_whitelist', 'image2'],
      ...['-f', 'image2', '-pattern_type', 'none'],
    ]);
  });
});
